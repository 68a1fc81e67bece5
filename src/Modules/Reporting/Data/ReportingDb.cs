using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Reporting.Data;

internal sealed class ReportingDb(DbContextOptions<ReportingDb> options) : ModuleDb(options, "reporting")
{
    public DbSet<YearReport> Reports => Set<YearReport>();

    public DbSet<ReportText> Texts => Set<ReportText>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ReportText>().HasOne<YearReport>().WithMany().HasForeignKey(t => t.ReportId);
        base.OnModelCreating(modelBuilder);
    }
}
