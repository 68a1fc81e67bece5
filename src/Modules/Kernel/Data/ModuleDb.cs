using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>
/// A module's part of the database: its own schema on PostgreSQL, its own table prefix on SQLite, snake_case names, singular tables.
/// Instants are UTC, an Owner and a RegionCode are text, a <see cref="Period"/> is <c>valid_from</c> and <c>valid_to</c>,
/// a property called Version guards against two who change the same row.
/// </summary>
/// <param name="options">From AddModuleDb.</param>
/// <param name="schema">The module's name.</param>
public abstract class ModuleDb(DbContextOptions options, string schema) : DbContext(options)
{
    /// <summary>The module's name: schema on PostgreSQL, prefix on SQLite.</summary>
    public string Schema { get; } = schema;

    /// <summary>True on the embedded engine.</summary>
    public bool IsSqlite => Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal);

    /// <summary>The name of a table in raw SQL: <c>structure.rpo</c>, or <c>structure_rpo</c> on SQLite.</summary>
    public string TableName(string table) => IsSqlite ? $"{Schema}_{table}" : $"{Schema}.{table}";

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Owner>().HaveConversion<OwnerConverter>().HaveMaxLength(3);
        configurationBuilder.Properties<RegionCode>().HaveConversion<RegionCodeConverter>().HaveMaxLength(2);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            var table = Snake(entity.ClrType.Name);
            entity.SetTableName(IsSqlite ? $"{Schema}_{table}" : table);
            entity.SetSchema(IsSqlite ? null : Schema);
            Name(entity);
            if (entity.FindProperty("Id") is { } id && id.ClrType == typeof(Guid)) id.ValueGenerated = ValueGenerated.Never;
            if (entity.FindProperty("Version") is { } version && version.ClrType == typeof(int)) version.IsConcurrencyToken = true;
        }
    }

    private static void Name(IMutableTypeBase type)
    {
        foreach (var property in type.GetProperties()) property.SetColumnName(Snake(property.Name));
        foreach (var complex in type.GetComplexProperties())
        {
            foreach (var part in complex.ComplexType.GetProperties())
                part.SetColumnName(complex.ClrType == typeof(Period) && complex.Name == nameof(Period)
                    ? "valid_" + Snake(part.Name)
                    : Snake(complex.Name) + "_" + Snake(part.Name));
        }
    }

    internal static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1])) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(v => v, v => DateTime.SpecifyKind(v, DateTimeKind.Utc));

    private sealed class OwnerConverter() : ValueConverter<Owner, string>(v => v.Code, v => Owner.Parse(v));

    private sealed class RegionCodeConverter() : ValueConverter<RegionCode, string>(v => v.Code, v => RegionCode.Parse(v, null));
}
