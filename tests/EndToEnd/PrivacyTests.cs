using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Npgsql;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>After an import no personnummer of the deliveries is in any byte that the program has left behind, broken rows included.</summary>
public sealed partial class PrivacyTests
{
    [Theory, OnEachDatabase]
    public async Task No_person_id_of_the_sample_is_left_in_any_byte(Engine engine)
    {
        await using var kst = await Kst.OnAsync(engine);
        foreach (var set in new[] { "sample", "sample-edge" })
        {
            Assert.Equal(4, (await kst.RunAsync("import", "dataset", RepoRoot.PathOf("tests", "data", set))).Code);
        }
        await kst.RunAsync("export", "reconciliation", "--out", Path.Combine(kst.DataFolder, "avstamning.json"));
        await kst.RunAsync("export", "cost-map", "--format", "xlsx", "--out", Path.Combine(kst.DataFolder, "karta.xlsx"));

        var ids = PersonIds();
        Assert.True(ids.Count > 900, "The sample's person ids were not found in its own files.");
        Assert.Equal(ids.Count, ids.Count(id => Holds(Encoding.UTF8.GetBytes($"x{id}x"), [id]))); // the search sees what it looks for

        List<string> found = [];
        foreach (var (name, bytes) in await LeftBehind(kst))
        {
            if (Holds(bytes, ids)) found.Add(name);
        }
        Assert.Empty(found);
    }

    /// <summary>Every way that the person ids of the deliveries are written: with and without century and hyphen.</summary>
    private static HashSet<string> PersonIds()
    {
        HashSet<string> ids = new(StringComparer.OrdinalIgnoreCase);
        foreach (var file in new[] { "sample", "sample-edge" }.SelectMany(set => Directory.GetFiles(RepoRoot.PathOf("tests", "data", set, "leveranser"), "*", SearchOption.AllDirectories)))
        {
            if (file.EndsWith(".json", StringComparison.Ordinal)) continue;
            foreach (Match match in PersonId().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(file))))
                ids.Add(match.Groups["date"].Value[^6..] + match.Groups["rest"].Value);
        }
        return ids;
    }

    /// <summary>Every file and table that the program has written, and all that it has said.</summary>
    internal static async Task<List<(string Name, byte[] Bytes)>> LeftBehind(Kst kst)
    {
        List<(string, byte[])> left =
        [
            .. new[] { kst.DataFolder, kst.TempFolder }.SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)).Select(file => (file, File.ReadAllBytes(file))),
            .. kst.Said.Select((ended, i) => ($"command {i}", Encoding.UTF8.GetBytes(ended.Output + ended.Talk))),
        ];
        if (kst.Engine == Engine.Postgres) left.AddRange(await Tables(kst.ConnectionString));
        if (kst.Engine == Engine.Postgres && Environment.GetEnvironmentVariable("KST_TEST_POSTGRES_FOLDER") is { Length: > 0 } server)
        {
            await using var connection = new NpgsqlConnection(kst.ConnectionString);
            await connection.OpenAsync();
            await using (var checkpoint = new NpgsqlCommand("CHECKPOINT", connection)) await checkpoint.ExecuteNonQueryAsync();
            await using var number = new NpgsqlCommand("SELECT oid::text FROM pg_database WHERE datname = current_database()", connection);
            var own = Path.Combine(server, "data", "base", (string)(await number.ExecuteScalarAsync())!);
            foreach (var file in Directory.GetFiles(own).Concat(Directory.GetFiles(Path.Combine(server, "data", "pg_wal")).Where(log => File.GetLastWriteTimeUtc(log) >= kst.Made)).Append(Path.Combine(server, "log")))
                left.Add((file, File.ReadAllBytes(file)));
        }
        return left;
    }

    private static async Task<List<(string, byte[])>> Tables(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        List<string> tables = [];
        await using (var command = new NpgsqlCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }
        List<(string, byte[])> contents = [];
        foreach (var table in tables)
        {
            using var copy = await connection.BeginTextExportAsync($"COPY (SELECT * FROM {table}) TO STDOUT");
            contents.Add((table, Encoding.UTF8.GetBytes(await copy.ReadToEndAsync())));
        }
        return contents;
    }

    /// <summary>True when some run of letters and digits, hyphens, dashes, pluses, blanks and zero bytes (UTF-16) inside it left out, has one of the ids in it.</summary>
    internal static bool Holds(byte[] bytes, HashSet<string> ids)
    {
        var window = new char[10];
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var length = 0;
        foreach (var value in bytes)
        {
            if (value is (byte)'-' or (byte)'+' or (byte)' ' or 0 or 0xE2 or 0x80 or 0x93) continue; // the last three: an en dash
            if (!char.IsAsciiLetterOrDigit((char)value) && value < 0xC0)
            {
                length = 0;
                continue;
            }
            if (length == 10)
            {
                window.AsSpan(1).CopyTo(window);
                length = 9;
            }
            window[length++] = (char)value;
            if (length == 10 && char.IsAsciiDigit(window[0]) && lookup.Contains(window)) return true;
        }
        return false;
    }

    [GeneratedRegex(@"(?<![0-9A-Za-z])(?<date>(?:19|20)?[0-9]{6})[-+]?(?<rest>[0-9A-Z\u00C4\u00C5\u00D6][0-9A-Z]{2}[0-9])(?![0-9A-Za-z])", RegexOptions.ExplicitCapture)]
    private static partial Regex PersonId();
}
