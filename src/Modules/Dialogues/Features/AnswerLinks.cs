using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>Makes personal links. A token is 32 random bytes as base64url; only its hash is kept, so a lost link is replaced, never shown again.</summary>
internal sealed class AnswerLinks(DialoguesDb db, IUnitOfWork unit, TimeProvider clock)
{
    private const int Bytes = 32;

    /// <summary>Length of every token.</summary>
    public const int Characters = 43;

    /// <summary>Makes the link of a group and ends its earlier ones.</summary>
    /// <param name="year">The round's.</param>
    /// <param name="group">The group's slug.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The token, this once.</returns>
    public async Task<string> Make(int year, string group, CancellationToken ct)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var hash = HashOf(token);
        await unit.Run(Guid.CreateVersion7(), "Gjorde en personlig svarslänk", async () =>
        {
            var row = await db.Groups.SingleAsync(g => g.Slug == group && db.Rounds.Any(r => r.Id == g.RoundId && r.Year == year), ct);
            db.RemoveRange(await db.Links.Where(l => l.GroupId == row.Id).ToListAsync(ct));
            db.Add(new AnswerLink { Id = Guid.CreateVersion7(), Owner = row.Owner, GroupId = row.Id, Hash = hash, MadeAt = clock.GetUtcNow().UtcDateTime });
            return true; // the answer is stored with the key, so never the token
        }, ct);
        return token;
    }

    /// <summary>What is kept of a token.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
