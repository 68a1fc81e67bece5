using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0001_Deliveries")]
internal sealed class M0001_Deliveries() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "reference_file", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            name = t.Column<string>(),
            hash = t.Column<string>(maxLength: 64),
            loaded_at = t.Column<DateTime>(),
            loaded_by = t.Column<string>(),
        }, t => t.PrimaryKey("pk_reference_file", c => c.id));

        Create(migrationBuilder, "reference_content", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            content = t.Column<byte[]>(),
        }, t =>
        {
            t.PrimaryKey("pk_reference_content", c => c.id);
            t.ForeignKey("fk_reference_content_file", c => c.id, Table("reference_file"), "id", Schema);
        });

        Create(migrationBuilder, "delivery", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            no = t.Column<int>(),
            source = t.Column<string>(),
            status = t.Column<string>(maxLength: 40),
            period = t.Column<string>(maxLength: 7),
            lopnummer = t.Column<int>(nullable: true),
            hash = t.Column<string>(maxLength: 64),
            mapping_version = t.Column<int>(nullable: true),
            mapping_hash = t.Column<string>(maxLength: 64),
            received_at = t.Column<DateTime>(),
            received_by = t.Column<string>(),
            code = t.Column<string>(maxLength: 10),
            file = t.Column<string>(),
            detail = t.Column<string>(),
            counts = t.Column<string>(),
            accepted = t.Column<long>(),
            quarantined = t.Column<long>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_delivery", c => c.id);
            t.UniqueConstraint("uq_delivery_no", c => c.no);
        });
        migrationBuilder.Sql($"CREATE UNIQUE INDEX ix_nivastrukturering_delivery_in_force ON {Sql("delivery")} (owner, period) WHERE status = 'InForce'");

        Contacts(migrationBuilder);

        Create(migrationBuilder, "quarantine_row", t => new
        {
            id = t.Column<long>(),
            delivery_no = t.Column<int>(),
            kind = t.Column<short>(),
            file = t.Column<string>(),
            row = t.Column<long>(),
            codes = t.Column<string>(),
            cells = t.Column<string>(nullable: true),
        }, t => t.PrimaryKey("pk_quarantine_row", c => c.id));
    }

    /// <summary>Raw SQL: PostgreSQL's is partitioned by delivery, so that one is put in its place or taken away whole.</summary>
    private void Contacts(MigrationBuilder migrationBuilder)
    {
        var (code, pseudonym, flag) = IsSqlite ? ("TEXT", "BLOB", "INTEGER") : ("text COLLATE \"C\"", "bytea", "boolean");
        var key = IsSqlite ? "" : ", PRIMARY KEY (delivery_no, id)";
        migrationBuilder.Sql($"""
            CREATE TABLE {Sql("contact")} (
                id {(IsSqlite ? "INTEGER NOT NULL PRIMARY KEY" : "bigint NOT NULL")},
                delivery_no integer NOT NULL,
                kontakt_id {code} NOT NULL,
                pseudonym {pseudonym} NOT NULL,
                region {code} NOT NULL,
                home_region {code} NOT NULL,
                hemkommun {code} NOT NULL,
                hsa_id {code} NOT NULL,
                hospital {code} NOT NULL,
                kontaktslag smallint NOT NULL,
                besokstyp smallint,
                planerad {flag} NOT NULL,
                in_datum {(IsSqlite ? "TEXT" : "date")} NOT NULL,
                ut_datum {(IsSqlite ? "TEXT" : "date")} NOT NULL,
                prisdatum {(IsSqlite ? "TEXT" : "date")} NOT NULL,
                mvo integer NOT NULL,
                main_diagnosis {code} NOT NULL,
                side_diagnoses {code} NOT NULL,
                procedures {code} NOT NULL,
                drg {code} NOT NULL,
                weight bigint,
                kpp_ore bigint,
                kon integer NOT NULL,
                birth_year integer NOT NULL,
                remiss_id {code} NOT NULL,
                betalningsforbindelse_id {code} NOT NULL,
                recorded_level integer,
                service {code} NOT NULL,
                level integer NOT NULL,
                rpo {code} NOT NULL,
                outside_unit {flag} NOT NULL,
                price_rule smallint NOT NULL,
                price_deviation smallint NOT NULL,
                amount_ore bigint NOT NULL,
                agreement_id {code} NOT NULL,
                subscription_id {code} NOT NULL,
                price_list {code} NOT NULL,
                price_code {code} NOT NULL,
                price_from {(IsSqlite ? "TEXT" : "date")},
                price_to {(IsSqlite ? "TEXT" : "date")},
                unit_price_ore bigint NOT NULL,
                drg_ore bigint NOT NULL,
                limit_hundredths bigint NOT NULL,
                share_hundredths bigint NOT NULL,
                extra_ore bigint NOT NULL{key}
            ){(IsSqlite ? "" : " PARTITION BY LIST (delivery_no)")}
            """);
    }
}
