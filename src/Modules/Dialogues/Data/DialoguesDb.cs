using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Dialogues.Data;

internal sealed class DialoguesDb(DbContextOptions<DialoguesDb> options) : ModuleDb(options, "dialogues")
{
    public DbSet<Round> Rounds => Set<Round>();

    public DbSet<RoundGroup> Groups => Set<RoundGroup>();

    public DbSet<Answer> Answers => Set<Answer>();

    public DbSet<AnswerLink> Links => Set<AnswerLink>();

    public DbSet<Mission> Missions => Set<Mission>();

    public DbSet<FocusArea> FocusAreas => Set<FocusArea>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RoundGroup>().HasOne<Round>().WithMany().HasForeignKey(g => g.RoundId);
        modelBuilder.Entity<Answer>().HasOne<RoundGroup>().WithMany().HasForeignKey(a => a.GroupId);
        modelBuilder.Entity<AnswerLink>().HasOne<RoundGroup>().WithMany().HasForeignKey(l => l.GroupId);
        base.OnModelCreating(modelBuilder);
    }
}
