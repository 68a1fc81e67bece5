using System.Globalization;
using Kunskapsstyrning.Benchmarks;
using Kunskapsstyrning.Testing;

// Speed as ratios: ours and a rival alternate in one run on the same machine, and both must hold the same rows and sums.
// tests/Benchmarks/run [--rows 1000000] [--rounds 5] [--only G1,G7]; the goals stand in docs/adr/0019.
var rows = int.Parse(Option("--rows") ?? "1000000", CultureInfo.InvariantCulture);
var rounds = int.Parse(Option("--rounds") ?? "5", CultureInfo.InvariantCulture);
var only = Option("--only")?.Split(',');

Console.WriteLine($"{rows} rows, {rounds} rounds, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
if (Wanted("G4")) Report.Result("G4", Hashing.Ratio(rounds));

using var data = new Deliveries();
var norrbotten = new Lazy<string>(() => data.Make("norrbotten", rows));
if (Wanted("G3")) await DuckDb.Run(data, norrbotten.Value, rounds);
if (Wanted("W1")) await WhatIf.Run(data, norrbotten.Value, rounds);
if (Wanted("G9", "G11")) await Pricing.Run(data, norrbotten.Value, rounds);
if (Wanted("G1", "G2", "G8"))
{
    if (Databases.HasPostgres) await PostgresImport.Run(data, norrbotten.Value, rounds);
    else Console.WriteLine(Databases.Variable + " is not set: G1, G2 and G8 are left out.");
}
if (Wanted("G7")) await SqliteImport.Run(data, norrbotten.Value, rounds);
if (Wanted("isolation")) await Isolation.Run(data, norrbotten.Value, rows, rounds);
if (Wanted("G16"))
{
    if (Databases.HasPostgres) await InvoiceMatch.Run(data, norrbotten.Value, rounds);
    else Console.WriteLine(Databases.Variable + " is not set: G16 is left out.");
}
if (Wanted("G10"))
{
    if (Databases.HasPostgres) await Repriced.Run(data, norrbotten.Value, rounds);
    else Console.WriteLine(Databases.Variable + " is not set: G10 is left out.");
}
if (Wanted("ordinary") && Databases.HasPostgres) await OrdinaryWay.Run(data, norrbotten.Value);
if (Wanted("G5", "G6")) await Growth.Run(data, rows, norrbotten.Value);
if (Wanted("formats")) await Formats.Run(data, rows / 4);

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
bool Wanted(params string[] names) => only is null || names.Any(only.Contains);
