using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Fordelning;
using Kunskapsstyrning.Nivastrukturering.Inbox;
using Kunskapsstyrning.Nivastrukturering.Mappings;
using Kunskapsstyrning.Nivastrukturering.Nivakarta;
using Kunskapsstyrning.Nivastrukturering.Priser;
using Kunskapsstyrning.Nivastrukturering.Replay;
using Kunskapsstyrning.Nivastrukturering.Scenarier;
using Kunskapsstyrning.Nivastrukturering.Volymer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>What care is given on which level and where, and what it costs: catalogue, deliveries of contacts, prices, agreements.</summary>
public sealed class NivastruktureringModule : IModule
{
    /// <inheritdoc/>
    public string Name => "nivastrukturering";

    /// <inheritdoc/>
    public void Register(IServiceCollection services, ModuleSettings settings)
    {
        services.AddOptions<DeliveryOptionsOfHost>().Bind(settings.Configuration)
            .Validate(o => o.DeliveryDay is >= 1 and <= 28, "nivastrukturering:DeliveryDay ska vara en dag i månaden, 1–28.").ValidateOnStart();
        var replay = ReplaySettings.Read(settings.Configuration);
        var inbox = InboxSettings.Read(settings.Configuration, settings.Host);
        services.AddModuleDb<NivastruktureringDb>(Name)
            .AddSingleton(typeof(Shelf<>))
            .AddScoped<ReferenceLibrary>()
            .AddSingleton<PseudonymKey>()
            .AddScoped<ReferenceIntake>()
            .AddScoped<IReferenceImport, ImportReference>()
            .AddScoped<Proposals>()
            .AddScoped<MissingPriceRows>()
            .AddScoped<Repricing>()
            .AddScoped<RepriceContacts>()
            .AddScoped<IContactRepricing>(scope => scope.GetRequiredService<RepriceContacts>())
            .AddScoped<SeedPrices>()
            .AddScoped<IDeliveryImport, ImportContacts>()
            .AddScoped<IInvoiceImport, ImportInvoices>()
            .AddScoped<IInvoiceExport, ExportInvoices>()
            .AddScoped<OutgoingInvoices>()
            .AddScoped<CreditInvoices>()
            .AddScoped<RuleDesk>()
            .AddScoped<IInvoiceCredit>(s => s.GetRequiredService<CreditInvoices>())
            .AddScoped<ControlInvoices>()
            .AddScoped<DecideInvoices>()
            .AddScoped<WaitingCases>()
            .AddScoped<IDataSetImport, ImportDataSet>()
            .AddScoped<IDataSetCheck, CheckDataSet>()
            .AddScoped<IDeliveryLook, LookAtDelivery>()
            .AddScoped<IRegionDeliveries, RegionDeliveries>()
            .AddSingleton<AdapterReader>()
            .AddScoped<CostMap>()
            .AddScoped<Volumes>()
            .AddScoped<CostParts>()
            .AddScoped<Sharings>()
            .AddScoped<SeedSharings>()
            .AddScoped<ScenarioBases>()
            .AddScoped<Scenarios>()
            .AddScoped<SeedScenarios>()
            .AddScoped<IScenarioOverview, ScenarioOverviews>()
            .AddScoped<LevelMaps>()
            .AddScoped<MapRounds>()
            .AddScoped<DecisionPapers>()
            .AddScoped<NhvDesk>()
            .AddScoped<SeedLevelMap>()
            .AddScoped<ICostOverview, CostOverviews>()
            .AddScoped<DeliveryCalendar>()
            .AddScoped<SeenDeliveries>()
            .AddScoped<UndoDelivery>()
            .AddScoped<DeadRows>()
            .AddScoped<SourceFinder>()
            .AddScoped<IKeyRotation, RotateKey>()
            .AddScoped<CorrectRows>()
            .AddScoped<WaitingRows>()
            .AddScoped<Reconciliation>()
            .AddSingleton(inbox)
            .AddSingleton<InboxPulse>()
            .AddScoped<InboxReader>()
            .AddScoped<InboxPicture>()
            .AddSingleton(replay)
            .AddSingleton<ReplayPulse>()
            .AddScoped<ReplayJobs>()
            .AddScoped<ReplayRunner>()
            .AddScoped<ReplayPicture>()
            .AddScoped<MappingDesk>();
        if (!settings.Serves || inbox.Regions.Count == 0 || (inbox.Interval == TimeSpan.Zero && replay.Interval == TimeSpan.Zero)) return;
        var isWoken = services.Any(s => s.ServiceType == typeof(ISchedulerFactory)); // another module has added what wakes the jobs of all
        services.AddQuartz(q =>
        {
            Wake<InboxJob>(q, InboxJob.Trigger, inbox.Interval);
            Wake<ReplayClock>(q, ReplayClock.Trigger, replay.Interval);
        });
        if (!isWoken) services.AddQuartzHostedService();

        static void Wake<TJob>(IQuartzBuilder quartz, TriggerKey trigger, TimeSpan interval)
            where TJob : IJob
        {
            if (interval == TimeSpan.Zero) return;
            quartz.ScheduleJob<TJob>(t => t.WithIdentity(trigger).StartAt(TimeProvider.System.GetUtcNow() + interval).WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever()));
        }
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<NavigationLink> Navigation =>
    [
        new("Nivå och kostnad", "Nivåkartan", LevelPicture.MapPath, Permissions.ReadLevels),
        new("Nivå och kostnad", "NHV", LevelPicture.NhvPath, Permissions.ReadLevels),
        new("Nivå och kostnad", "Köpt vård", "/kostnader", Permissions.ReadCosts),
        new("Nivå och kostnad", "Vårdvolymer", VolumePicture.Path, Permissions.ReadCosts),
        new("Nivå och kostnad", "Priser och avtal", PriceText.ListPath, Permissions.ReadCosts),
        new("Nivå och kostnad", "Kostnadsfördelning", SharingPicture.ListPath, Permissions.ReadCosts),
        new("Nivå och kostnad", "Scenarier", ScenarioPicture.ListPath, Permissions.ReadCosts),
        new("Nivå och kostnad", "Fakturaunderlag", InvoicePicture.ListPath, Permissions.ReadInvoices),
        new("Nivå och kostnad", "Kontrollregler", RulePicture.Path, Permissions.ReadImports),
        new("Nivå och kostnad", "Inläsning", DeliveryPicture.ListPath, Permissions.ReadImports),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Todo>> Todos(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        List<Todo> todos = [.. await scope.GetRequiredService<MapRounds>().Todos(ct), .. await scope.GetRequiredService<Proposals>().Todos(ct), .. await scope.GetRequiredService<MissingPriceRows>().Todos(ct)];
        if (!user.May(Permissions.ReadImports)) return todos;
        var missing = await scope.GetRequiredService<DeliveryCalendar>().Missing(scope.GetRequiredService<SeenDeliveries>().Regions, ct);
        return [.. todos, .. MissingPicture.TodosOf(missing), .. await scope.GetRequiredService<WaitingRows>().Todos(ct), .. await scope.GetRequiredService<WaitingCases>().Todos(ct)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyFigure>> Figures(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        if (!user.May(Permissions.ReadCosts)) return [];
        var map = scope.GetRequiredService<CostMap>();
        if (CostPicture.Years(await map.Months(ct)) is not [.., var year]) return [];
        var buyer = user.Roles.Contains(Roles.Economist) && user.Region is { } code ? Region.FindAny(code.Code) : null;
        return [CostPicture.FigureOf(year, CostPicture.Bought(await map.Cells(year.Year, ct)), buyer)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HostCheck>> Health(IServiceProvider scope, CancellationToken ct) =>
    [
        MissingPicture.CheckOf(await scope.GetRequiredService<DeliveryCalendar>().Missing(Region.Sweden, ct)),
        .. await scope.GetRequiredService<InboxPicture>().Check(ct) is { } inbox ? new[] { inbox } : [],
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HostJob>> Jobs(IServiceProvider scope, CancellationToken ct) =>
        [.. await scope.GetRequiredService<InboxPicture>().Jobs(ct), .. await scope.GetRequiredService<ReplayPicture>().Jobs(ct)];

    /// <inheritdoc/>
    public IReadOnlyList<FeedType> FeedTypes =>
    [
        new("nivastrukturering.reference-file", typeof(ReferenceFile)) { Check = (_, row, _) => Task.FromResult(((ReferenceFile)row).Fault()) },
        new("nivastrukturering.cost-content", typeof(CostContent)) { Check = (_, row, _) => Task.FromResult(((CostContent)row).Fault()) },
        new("nivastrukturering.sharing", typeof(Sharing)),
        new("nivastrukturering.sharing-edition", typeof(SharingEdition)) { Check = (_, row, _) => Task.FromResult(((SharingEdition)row).IsWhole ? null : "Kontrollsumman för utgåvan stämmer inte.") },
        new("nivastrukturering.saved-scenario", typeof(SavedScenario)),
        new("nivastrukturering.scenario-edition", typeof(ScenarioEdition)) { Check = (_, row, _) => Task.FromResult(((ScenarioEdition)row).IsWhole ? null : "Kontrollsumman för scenariots utgåva stämmer inte.") },
        new("nivastrukturering.map-round", typeof(MapRound)),
        new("nivastrukturering.map-item", typeof(MapItem)),
        new("nivastrukturering.map-proposal", typeof(MapProposal)),
        new("nivastrukturering.nhv-permit", typeof(NhvPermit)),
        new("nivastrukturering.nhv-application", typeof(NhvApplication)),
        new("nivastrukturering.nhv-remiss", typeof(NhvRemiss)),
        new("nivastrukturering.nhv-reply", typeof(NhvReply)),
        new("nivastrukturering.reference-content", typeof(ReferenceContent)) { Check = (scope, row, ct) => scope.GetRequiredService<ReferenceLibrary>().Fault((ReferenceContent)row, ct) },
    ];

    /// <inheritdoc/>
    public async Task Seed(IServiceProvider scope, CancellationToken ct)
    {
        await scope.GetRequiredService<SeedSharings>().Run(ct);
        await scope.GetRequiredService<SeedScenarios>().Run(ct);
        await scope.GetRequiredService<SeedPrices>().Run(ct);
        await scope.GetRequiredService<SeedLevelMap>().Run(ct);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Export> Exports =>
        [new("cost-map", "Kostnadskartan: hemregion, utförare, nivå, RPO och regel", (scope, year, ct) => ExportCostMap.Make(scope.GetRequiredService<CostMap>(), year, ct))];

    /// <inheritdoc/>
    public IReadOnlyList<ReconciliationSection> Reconciliation =>
    [
        new("leveranser", (scope, ct) => scope.GetRequiredService<Reconciliation>().Deliveries(ct)),
        new("pseudonymprov", (scope, ct) => scope.GetRequiredService<Reconciliation>().Pseudonyms(ct)),
        new("unikaPseudonymer", (scope, ct) => scope.GetRequiredService<Reconciliation>().DistinctPseudonyms(ct)),
        new("prissattning", (scope, ct) => scope.GetRequiredService<Reconciliation>().Pricing(ct)),
        new("perRpo", (scope, ct) => scope.GetRequiredService<Reconciliation>().PerRpo(ct)),
        new("klassificering", (scope, ct) => scope.GetRequiredService<Reconciliation>().Classification(ct)),
        new("abonnemang", (scope, ct) => scope.GetRequiredService<Reconciliation>().Subscriptions(ct)),
        new("underlag", (scope, ct) => scope.GetRequiredService<Reconciliation>().Documents(ct)),
        new("avvikelser", (scope, ct) => scope.GetRequiredService<Reconciliation>().Deviations(ct)),
        new("tvistOre", (scope, ct) => scope.GetRequiredService<Reconciliation>().DisputeOre(ct)),
        new("ejFaktureratOre", (scope, ct) => scope.GetRequiredService<Reconciliation>().NotInvoicedOre(ct)),
        new("summor", (scope, ct) => scope.GetRequiredService<Reconciliation>().Sums(ct)),
    ];
}
