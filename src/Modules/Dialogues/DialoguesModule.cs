using Kunskapsstyrning.Dialogues.Contracts;
using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Dialogues.Features;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Dialogues;

/// <summary>NRF's yearly dialogues with RPO and RSG: who is expected, what they answer, and whether the dialogue was held.</summary>
public sealed class DialoguesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "dialogues";

    /// <inheritdoc/>
    public void Register(IServiceCollection services, ModuleSettings settings) => services
        .AddModuleDb<DialoguesDb>(Name)
        .AddScoped<IDialogueRounds, DialogueRounds>()
        .AddScoped<SeedDialogues>()
        .AddScoped<AnswerLinks>()
        .AddScoped<Questionnaire>();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<NavigationLink> Navigation => [new("Dialoger", "Översikt", "/dialoger")];

    /// <inheritdoc/>
    /// <remarks>Rounds and what came of them. The answers are the group's and NRF's own, and a personal link never leaves the host.</remarks>
    public IReadOnlyList<FeedType> FeedTypes =>
    [
        new("dialogues.round", typeof(Round)),
        new("dialogues.round-group", typeof(RoundGroup)),
        new("dialogues.mission", typeof(Mission)),
        new("dialogues.focus-area", typeof(FocusArea)),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Todo>> Todos(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        var today = scope.GetRequiredService<TimeProvider>().Today();
        var db = scope.GetRequiredService<DialoguesDb>();
        var open = await db.Rounds.AsNoTracking().Where(r => r.Opens <= today && today <= r.Closes).OrderBy(r => r.Closes).ToListAsync(ct);
        var leads = user.Roles.Any(role => role is Roles.ProcessLead or Roles.NrfAdministrator or Roles.Director);
        List<Todo> todos = [];
        foreach (var round in open)
        {
            var waiting = await db.Groups.AsNoTracking()
                .Where(g => g.RoundId == round.Id && (g.State == GroupState.NotOpened || g.State == GroupState.Started)).ToListAsync(ct);
            if (user.Roles.Contains(Roles.GroupChair) && waiting.Find(g => g.Slug == user.Group) is { } own)
            {
                todos.Add(new($"Besvara frågeformuläret {round.Year} för {own.Name}",
                    own.State == GroupState.Started ? "Ni har börjat men inte lämnat in" : "Ni har inte börjat", "/svara", round.Closes));
            }
            if (leads && waiting.Count > 0)
            {
                todos.Add(new($"{waiting.Count} grupper har inte svarat", $"Omgång {round.Year} stänger {SwedishFormat.ProseDate(round.Closes!.Value)}",
                    $"/dialoger/{round.Year}/{round.Kind.ToString().ToLowerInvariant()}?visa=vantar", round.Closes, waiting.Count));
            }
        }
        return todos;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyFigure>> Figures(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        var db = scope.GetRequiredService<DialoguesDb>();
        if (await db.Rounds.AsNoTracking().Where(r => r.Kind == GroupKind.Rpo).OrderByDescending(r => r.Year).FirstOrDefaultAsync(ct) is not { } round) return [];
        var states = await db.Groups.AsNoTracking().Where(g => g.RoundId == round.Id).Select(g => g.State).ToListAsync(ct);
        var path = $"/dialoger/{round.Year}/rpo";
        if (round.Closes is not { } closes)
            return [new($"Dialogerna {round.Year}", SwedishFormat.Integer(states.Count(s => s == GroupState.Held)), $"av {states.Count} RPO har haft dialog", "Läs vilket RPO som inte hade det, och varför.", path)];
        var answered = states.Count(s => s is GroupState.HandedIn or GroupState.Held);
        return [new($"Omgång {round.Year}", SwedishFormat.Integer(answered), $"av {states.Count} RPO har svarat",
            $"{states.Count(s => s == GroupState.NotOpened)} har inte öppnat formuläret. Sista dag {SwedishFormat.Date(closes)}.", path)];
    }

    /// <inheritdoc/>
    public Task Seed(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<SeedDialogues>().Run(ct);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> StartLines(IServiceProvider scope, string address, CancellationToken ct)
    {
        if (scope.GetRequiredService<HostSettings>() is not { Role: HostRole.Demo, ExampleDataRemoved: false }) return [];
        var token = await scope.GetRequiredService<AnswerLinks>().Make(SeedDialogues.ExampleYear, "rpo-njursjukdomar", ct);
        return [$"Svara      {address}/svara/{token} (ordförande i RPO Njursjukdomar)"];
    }
}
