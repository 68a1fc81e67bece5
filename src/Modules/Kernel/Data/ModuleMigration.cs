using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>A hand-written migration that serves both engines. Constraints belong in CreateTable: SQLite cannot add them later.</summary>
/// <param name="schema">The module's name.</param>
public abstract class ModuleMigration(string schema) : Migration
{
    /// <summary>True on the embedded engine; for what truly differs.</summary>
    protected bool IsSqlite => ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal);

    /// <summary>Schema argument of the builder's methods.</summary>
    protected string? Schema => IsSqlite ? null : schema;

    /// <summary>The table's name on this engine, without schema.</summary>
    protected string Table(string name) => IsSqlite ? $"{schema}_{name}" : name;

    /// <summary>The table's name in raw SQL on this engine.</summary>
    protected string Sql(string name) => IsSqlite ? $"{schema}_{name}" : $"{schema}.{name}";

    /// <summary>Makes a table of the module; names as in the model: snake_case, singular.</summary>
    /// <param name="builder">The migration's builder.</param>
    /// <param name="name">Without schema or prefix.</param>
    /// <param name="columns">The columns by the names they have in the database.</param>
    /// <param name="constraints">Keys, uniqueness, foreign keys within the module, checks.</param>
    protected CreateTableBuilder<TColumns> Create<TColumns>(MigrationBuilder builder, string name, Func<ColumnsBuilder, TColumns> columns, Action<CreateTableBuilder<TColumns>>? constraints = null)
    {
        if (!IsSqlite) builder.EnsureSchema(schema);
        return builder.CreateTable(Table(name), columns, Schema, constraints);
    }

    /// <summary>Makes an index, named <c>ix_table_columns</c>.</summary>
    protected void Index(MigrationBuilder builder, string table, bool unique, params string[] columns) =>
        builder.CreateIndex($"ix_{schema}_{table}_{string.Join('_', columns)}", Table(table), columns, Schema, unique);

    /// <summary>There is no way back: an upgrade begins with a backup.</summary>
    protected sealed override void Down(MigrationBuilder migrationBuilder) => throw new InvalidOperationException("Databasen går inte bakåt. Läs tillbaka säkerhetskopian.");
}
