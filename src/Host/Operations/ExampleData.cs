using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Operations;

/// <summary>
/// The demonstration's example data: all of it lies in a database file of its own. Taking it away moves that file to <c>arkiv/</c> in the data folder
/// and starts an empty one. The wish is a file, so that a start which was broken off is gone through again.
/// </summary>
internal sealed class ExampleData(HostSettings settings, TimeProvider clock)
{
    private const string Asked = "exempeldata-tas-bort";
    private const string Removed = "exempeldata-borttagna";

    /// <summary>What a person types to show that it is meant.</summary>
    public const string Confirmation = "TA BORT";

    /// <summary>True when this host shows example data.</summary>
    public bool IsThere => settings.ExampleData;

    /// <summary>True when the data can be taken away here: they are there, and lie in a file of their own.</summary>
    public bool CanBeRemoved => settings is { ExampleData: true, Engine: Engine.Sqlite };

    /// <summary>True from the wish until the next start.</summary>
    public bool IsAskedAway => File.Exists(Path.Combine(settings.DataFolder, Asked));

    /// <summary>True when the data folder's example data were taken away at some time.</summary>
    public static bool WasRemoved(string dataFolder) => File.Exists(Path.Combine(dataFolder, Removed)) || File.Exists(Path.Combine(dataFolder, Asked));

    /// <summary>Asks for the next start to begin without them; the host must be stopped after it.</summary>
    public void AskAway() => File.WriteAllText(Path.Combine(settings.DataFolder, Asked), "");

    /// <summary>Moves the database away if that has been asked for. Called at the start, before the database is opened.</summary>
    /// <returns>Where the archived file lies, or null when nothing was asked.</returns>
    public string? Settle()
    {
        if (!IsAskedAway) return null;
        var stamp = clock.Local().ToString("yyyy-MM-dd-HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        var archive = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "arkiv", $"exempeldata-{stamp}"));
        foreach (var name in new[] { "demo.db-wal", "demo.db-shm", "demo.db" }) // the database last: while it is there, the move is not done
        {
            var from = Path.Combine(settings.DataFolder, name);
            if (File.Exists(from)) File.Move(from, Path.Combine(archive.FullName, name));
        }
        File.Move(Path.Combine(settings.DataFolder, Asked), Path.Combine(settings.DataFolder, Removed), overwrite: true);
        return archive.FullName;
    }
}
