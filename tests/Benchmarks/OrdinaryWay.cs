using System.Diagnostics;
using System.Globalization;
using CsvHelper;
using Kunskapsstyrning.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>How it is usually done: CsvHelper and EF Core's AddRange, some checks, a thousand rows a save.</summary>
internal static class OrdinaryWay
{
    private const int Batch = 1000, Most = 100_000;

    public static async Task Run(Deliveries data, string delivery)
    {
        await using var host = await data.NewHost(Engine.Postgres, delivery);
        var ours = Deliveries.Import(host, "norrbotten", delivery);

        await using (var setup = new Db(host.ConnectionString)) await setup.Database.ExecuteSqlRawAsync("CREATE TABLE ordinary (key uuid PRIMARY KEY, id text, person text, unit text, weight numeric, cost numeric)");
        var watch = Stopwatch.StartNew();
        var (rows, total) = (0, 0);
        using (var csv = CsvReader.FromFile(Directory.GetFiles(delivery, "*.csv").Single(), new CsvReaderOptions { Separator = ';', HasHeader = true, FormatProvider = CultureInfo.GetCultureInfo("sv-SE") }))
        {
            List<Ordinary> batch = [];
            foreach (var row in csv)
            {
                total++;
                if (rows == Most) continue;
                batch.Add(new() { Id = row.Parse<string>(0), Person = row.Parse<string>(1), Unit = row.Parse<string>(4), Weight = Number(row.Parse<string>(15)), Cost = Number(row.Parse<string>(16)) });
                if (++rows % Batch != 0) continue;
                await Save(host.ConnectionString, batch);
                batch.Clear();
            }
            await Save(host.ConnectionString, batch);
        }
        Report.Line("CsvHelper + EF AddRange", new(watch.Elapsed, default), rows);
        Report.Result("ordinary", watch.Elapsed / rows / (ours.Wall / total));
    }

    private static decimal? Number(string text) => decimal.TryParse(text, CultureInfo.GetCultureInfo("sv-SE"), out var value) ? value : null;

    private static async Task Save(string connectionString, List<Ordinary> rows)
    {
        await using var db = new Db(connectionString);
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    private sealed class Ordinary
    {
        public Guid Key { get; init; } = Guid.CreateVersion7();

        public required string Id { get; init; }

        public required string Person { get; init; }

        public required string Unit { get; init; }

        public decimal? Weight { get; init; }

        public decimal? Cost { get; init; }
    }

    private sealed class Db(string connectionString) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(connectionString);

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Ordinary>(row =>
        {
            row.ToTable("ordinary").HasKey(r => r.Key);
            foreach (var property in row.Metadata.GetProperties()) property.SetColumnName(property.Name.ToLowerInvariant());
        });
    }
}
