using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Data;

internal sealed class NivastruktureringDb(DbContextOptions<NivastruktureringDb> options) : ModuleDb(options, "nivastrukturering")
{
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<VolumeCell> VolumeCells => Set<VolumeCell>();

    public DbSet<QuarantineRow> QuarantineRows => Set<QuarantineRow>();

    public DbSet<DeliveryBase> DeliveryBases => Set<DeliveryBase>();

    public DbSet<RowCorrection> RowCorrections => Set<RowCorrection>();

    public DbSet<ReferenceFile> ReferenceFiles => Set<ReferenceFile>();

    public DbSet<ReferenceContent> ReferenceContents => Set<ReferenceContent>();

    public DbSet<InboxItem> InboxItems => Set<InboxItem>();

    public DbSet<Replay.ReplayJob> ReplayJobs => Set<Replay.ReplayJob>();

    public DbSet<Mappings.MappingVersion> MappingVersions => Set<Mappings.MappingVersion>();

    public DbSet<Underlag.InvoiceDocument> InvoiceDocuments => Set<Underlag.InvoiceDocument>();

    public DbSet<Underlag.InvoiceDecision> InvoiceDecisions => Set<Underlag.InvoiceDecision>();

    public DbSet<Underlag.OutgoingInvoice> OutgoingInvoices => Set<Underlag.OutgoingInvoice>();

    public DbSet<Underlag.RuleSwitch> RuleSwitches => Set<Underlag.RuleSwitch>();

    public DbSet<Underlag.InvoicePayment> InvoicePayments => Set<Underlag.InvoicePayment>();

    public DbSet<Fordelning.Sharing> Sharings => Set<Fordelning.Sharing>();

    public DbSet<Fordelning.SharingEdition> SharingEditions => Set<Fordelning.SharingEdition>();

    public DbSet<Volymer.CostContent> CostContents => Set<Volymer.CostContent>();

    public DbSet<Scenarier.SavedScenario> SavedScenarios => Set<Scenarier.SavedScenario>();

    public DbSet<Scenarier.ScenarioEdition> ScenarioEditions => Set<Scenarier.ScenarioEdition>();

    public DbSet<Priser.PriceProposal> PriceProposals => Set<Priser.PriceProposal>();

    public DbSet<Priser.PriceProposalContent> PriceProposalContents => Set<Priser.PriceProposalContent>();

    public DbSet<Priser.PriceRun> PriceRuns => Set<Priser.PriceRun>();

    public DbSet<Nivakarta.MapRound> MapRounds => Set<Nivakarta.MapRound>();

    public DbSet<Nivakarta.MapItem> MapItems => Set<Nivakarta.MapItem>();

    public DbSet<Nivakarta.MapProposal> MapProposals => Set<Nivakarta.MapProposal>();

    public DbSet<Nivakarta.DecisionPaper> DecisionPapers => Set<Nivakarta.DecisionPaper>();

    public DbSet<Nivakarta.NhvPermit> NhvPermits => Set<Nivakarta.NhvPermit>();

    public DbSet<Nivakarta.NhvApplication> NhvApplications => Set<Nivakarta.NhvApplication>();

    public DbSet<Nivakarta.NhvRemiss> NhvRemisses => Set<Nivakarta.NhvRemiss>();

    public DbSet<Nivakarta.NhvReply> NhvReplies => Set<Nivakarta.NhvReply>();

    /// <summary>Numbers of the deliveries in force: what every sum of contacts is taken over.</summary>
    public Task<List<int>> InForce(CancellationToken ct) =>
        Deliveries.Where(d => d.Status == DeliveryStatus.InForce).OrderBy(d => d.No).Select(d => d.No).ToListAsync(ct);

    /// <summary>Another text whenever the contacts in force, their amounts or their sums are others: a delivery read in or undone, a row corrected, prices reckoned anew.</summary>
    public async Task<string> Stamp(CancellationToken ct)
    {
        var deliveries = await Deliveries.Where(d => d.Status == DeliveryStatus.InForce).OrderBy(d => d.No).Select(d => new { d.No, d.Accepted }).ToListAsync(ct); // a corrected row adds a contact
        return $"{await PriceRuns.CountAsync(ct)} {string.Join(',', deliveries.Select(d => $"{d.No}:{d.Accepted}"))}";
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Contact>(e =>
        {
            e.Ignore(c => c.Explanation);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Kontaktslag).HasConversion<short>();
            e.Property(c => c.Besokstyp).HasConversion<short?>();
            e.Property(c => c.PriceRule).HasConversion<short>();
            e.Property(c => c.PriceDeviation).HasConversion<short>();
        });
        modelBuilder.Entity<QuarantineRow>(e =>
        {
            e.Ignore(q => q.Person);
            e.Property(q => q.Id).ValueGeneratedNever();
            e.Property(q => q.Kind).HasConversion<short>();
        });
        modelBuilder.Entity<Underlag.RuleSwitch>().Ignore(s => s.Days);
        modelBuilder.Entity<Underlag.InvoiceDecision>().Property(d => d.Kind).HasConversion<short>();
        VolumeCell.Map(modelBuilder);
        modelBuilder.Entity<DeliveryBase>().HasKey(b => b.DeliveryNo);
        modelBuilder.Entity<DeliveryBase>().Property(b => b.DeliveryNo).ValueGeneratedNever();
        modelBuilder.Entity<ReferenceContent>().HasOne<ReferenceFile>().WithOne().HasForeignKey<ReferenceContent>(c => c.Id);
        modelBuilder.Entity<Fordelning.SharingEdition>().HasOne<Fordelning.Sharing>().WithMany().HasForeignKey(e => e.SharingId);
        modelBuilder.Entity<Scenarier.ScenarioEdition>().HasOne<Scenarier.SavedScenario>().WithMany().HasForeignKey(e => e.ScenarioId);
        modelBuilder.Entity<Priser.PriceProposal>().HasOne<ReferenceFile>().WithMany().HasForeignKey(p => p.FileId);
        modelBuilder.Entity<Priser.PriceProposalContent>().HasOne<Priser.PriceProposal>().WithOne().HasForeignKey<Priser.PriceProposalContent>(c => c.Id);
        modelBuilder.Entity<Nivakarta.MapItem>().HasOne<Nivakarta.MapRound>().WithMany().HasForeignKey(i => i.RoundId);
        modelBuilder.Entity<Nivakarta.MapProposal>().HasOne<Nivakarta.MapRound>().WithMany().HasForeignKey(p => p.RoundId);
        modelBuilder.Entity<Nivakarta.DecisionPaper>().HasOne<Nivakarta.MapProposal>().WithMany().HasForeignKey(p => p.ProposalId);
        modelBuilder.Entity<Nivakarta.NhvPermit>().ComplexProperty(p => p.Period);
        base.OnModelCreating(modelBuilder);
    }
}
