using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>A group's questionnaire as it stands.</summary>
/// <param name="Round">The round.</param>
/// <param name="Group">The group.</param>
/// <param name="Answers">What is saved, by the question's key.</param>
/// <param name="IsOpen">True until the last day has passed.</param>
internal sealed record Sheet(Round Round, RoundGroup Group, IReadOnlyDictionary<string, Answer> Answers, bool IsOpen)
{
    private static readonly State Done = new(StateMark.Klar, "Klar"), Begun = new(StateMark.Pagar, "Pågår"), NotBegun = new(StateMark.Inte, "Inte påbörjad");

    public Form Form { get; } = Form.Of2026;

    public bool IsHandedIn => Group.HandedInAt is not null;

    /// <summary>When an answer was last saved, as people read it, or null.</summary>
    public string? Saved => Shown(Group.SavedAt);

    /// <summary>When the answers were handed in, as people read it, or null.</summary>
    public string? HandedIn => Shown(Group.HandedInAt);

    /// <summary>True when answers can be saved now.</summary>
    public bool MayChange => IsOpen && !IsHandedIn;

    public IReadOnlyList<FormQuestion> Missing => [.. Form.Questions.Where(IsMissing)];

    public int DoneSections => Form.Sections.Count(s => StateOf(s) == Done);

    public string ValueOf(FormQuestion question) => Answers.TryGetValue(question.Key, out var answer) ? answer.Value : "";

    /// <summary>How many times the answer has been saved; 0 for never. Goes with the form, so that nobody overwrites what they have not seen.</summary>
    public int SeenOf(FormQuestion question) => Answers.TryGetValue(question.Key, out var answer) ? answer.Version + 1 : 0;

    public bool IsMissing(FormQuestion question) => !question.Optional && ValueOf(question).Length == 0;

    /// <summary>A section is done when nothing is missing and something is answered.</summary>
    public State StateOf(FormSection section) =>
        section.Questions.All(q => ValueOf(q).Length == 0) ? NotBegun : section.Questions.Any(IsMissing) ? Begun : Done;

    private static string? Shown(DateTime? utc) => utc is { } at ? SwedishFormat.Instant(new DateTimeOffset(at)) : null;
}

/// <summary>
/// Reads and writes one group's answers for who holds its token, or for its signed-in chair. A write reaches that group's rows and no others.
/// </summary>
internal sealed class Questionnaire(DialoguesDb db, IUnitOfWork unit, WriteGrant grant, ICurrentUser user, TimeProvider clock)
{
    /// <summary>Stands in the address instead of a token: the signed-in chair's own group.</summary>
    public const string OwnGroup = "min-grupp";

    /// <summary>The questionnaire that the token opens; null when it opens none. Changes nothing.</summary>
    public async Task<Sheet?> Find(string token, CancellationToken ct)
    {
        if (await GroupOf(token, ct) is not { } group) return null;
        var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.Id == group.RoundId, ct);
        var answers = await db.Answers.AsNoTracking().Where(a => a.GroupId == group.Id).ToDictionaryAsync(a => a.Question, ct);
        return new(round, group, answers, round.IsOpen(clock.Today()));
    }

    /// <summary>Saves a section's answers; empty ones are saved as empty.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="token">Whose answers.</param>
    /// <param name="values">By the question's key.</param>
    /// <param name="seen">As <see cref="Sheet.SeenOf"/> said when the form was made.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="StaleException">Someone else has saved another answer to the same question.</exception>
    public Task Save(Guid key, string token, IReadOnlyDictionary<FormQuestion, string> values, IReadOnlyDictionary<string, int> seen, CancellationToken ct) =>
        Change(key, token, "Sparade svar", async group =>
        {
            if (group.HandedInAt is not null) throw new DomainException("questionnaire.handed-in", "Svaren är redan inlämnade. Välj Öppna igen för att ändra.");
            var saved = await db.Answers.Where(a => a.GroupId == group.Id).ToDictionaryAsync(a => a.Question, ct);
            foreach (var (question, value) in values)
            {
                var answer = saved.GetValueOrDefault(question.Key);
                if ((answer?.Value ?? "") == value) continue;
                if ((answer is null ? 0 : answer.Version + 1) != seen.GetValueOrDefault(question.Key))
                    throw new StaleException("En kollega har ändrat samma fråga. Här är båda texterna. Välj eller skriv ihop dem och spara igen.");
                if (answer is null) db.Add(new Answer { Id = Guid.CreateVersion7(), Owner = group.Owner, GroupId = group.Id, Question = question.Key, Value = value });
                else answer.Value = value;
            }
            group.State = GroupState.Started;
            group.SavedAt = clock.GetUtcNow().UtcDateTime;
        }, ct);

    /// <summary>Hands in.</summary>
    /// <exception cref="DomainException">A required answer is missing.</exception>
    public Task HandIn(Guid key, string token, CancellationToken ct) => Change(key, token, "Lämnade in svaren", async group =>
    {
        var answered = await db.Answers.Where(a => a.GroupId == group.Id && a.Value != "").Select(a => a.Question).ToListAsync(ct);
        if (Form.Of2026.Questions.Any(q => !q.Optional && !answered.Contains(q.Key))) throw new DomainException("questionnaire.incomplete", "Några svar saknas. Fyll i dem och lämna in igen.");
        group.State = GroupState.HandedIn;
        group.HandedInAt = clock.GetUtcNow().UtcDateTime;
    }, ct);

    /// <summary>Lets handed-in answers be changed again, until the last day.</summary>
    public Task Reopen(Guid key, string token, CancellationToken ct) => Change(key, token, "Öppnade svaren igen", group =>
    {
        group.State = GroupState.Started;
        group.HandedInAt = null;
        return Task.CompletedTask;
    }, ct);

    private async Task Change(Guid key, string token, string action, Func<RoundGroup, Task> change, CancellationToken ct)
    {
        var (id, name) = await GroupOf(token, ct) is { } found ? (found.Id, found.Name) : throw new DomainException("questionnaire.unknown-link", "Länken gäller inte längre. Be om en ny.");
        using (grant.Give(token == OwnGroup ? user.Name : $"personlig länk, {name}", row => row is Answer answer ? answer.GroupId == id : row is RoundGroup group && group.Id == id))
        {
            await unit.Run(key, $"{action} för {name}", async () =>
            {
                var group = await db.Groups.SingleAsync(g => g.Id == id, ct);
                var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.Id == group.RoundId, ct);
                if (!round.IsOpen(clock.Today())) throw new DomainException("questionnaire.closed", ClosedText(round));
                await change(group);
                return true;
            }, ct);
        }
    }

    private Task<RoundGroup?> GroupOf(string token, CancellationToken ct)
    {
        if (token == OwnGroup)
        {
            if (user.Group is not { } slug || !user.Roles.Contains(Roles.GroupChair)) return Task.FromResult<RoundGroup?>(null);
            return (from g in db.Groups.AsNoTracking() join r in db.Rounds on g.RoundId equals r.Id where g.Slug == slug && r.Closes != null orderby r.Year descending select g).FirstOrDefaultAsync(ct);
        }
        if (token.Length != AnswerLinks.Characters) return Task.FromResult<RoundGroup?>(null);
        var hash = AnswerLinks.HashOf(token);
        return (from g in db.Groups.AsNoTracking() join l in db.Links on g.Id equals l.GroupId where l.Hash == hash select g).SingleOrDefaultAsync(ct);
    }

    /// <summary>What the pages say when answers cannot be saved.</summary>
    public static string ClosedText(Round round) => round.Closes is { } last
        ? $"Omgången är stängd. Sista dag var {SwedishFormat.ProseDate(last)}. Svaren går att läsa men inte ändra."
        : "Omgången är stängd. Svaren går att läsa men inte ändra.";
}
