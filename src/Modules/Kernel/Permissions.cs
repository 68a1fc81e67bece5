namespace Kunskapsstyrning.Kernel;

/// <summary>The roles of UX.md section 5 by their codes.</summary>
public static class Roles
{
#pragma warning disable CS1591 // the names are the page's own
    public const string Director = nameof(Director);
    public const string ProcessLead = nameof(ProcessLead);
    public const string NrfAdministrator = nameof(NrfAdministrator);
    public const string RegionalSystemCoordinator = nameof(RegionalSystemCoordinator);
    public const string RegionCoordinator = nameof(RegionCoordinator);
    public const string GroupChair = nameof(GroupChair);
    public const string GroupMember = nameof(GroupMember);
    public const string Economist = nameof(Economist);
    public const string Reader = nameof(Reader);
    public const string OperationsAdmin = nameof(OperationsAdmin);

    /// <summary>Another host, by its pinned certificate: never a person, and not among <see cref="All"/>.</summary>
    public const string Peer = nameof(Peer);
#pragma warning restore CS1591

    /// <summary>Every role, in the order of the sign-in page.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Director, ProcessLead, NrfAdministrator, RegionalSystemCoordinator, RegionCoordinator, GroupChair, GroupMember, Economist, Reader, OperationsAdmin];
}

/// <summary>What a page or endpoint asks for. The name is the policy's; the table says which roles have it. Nothing is open by default.</summary>
public static class Permissions
{
    /// <summary>To see groups, mirrors and the LPO map.</summary>
    public const string ReadStructure = "structure.read";

    /// <summary>To change the LPO map; whose column is decided by the owner.</summary>
    public const string EditLpoMap = "structure.lpo-map.edit";

    /// <summary>To see rounds of dialogues and who has answered.</summary>
    public const string ReadDialogues = "dialogues.read";

    /// <summary>To answer the questionnaire for the own group; a personal link gives the same without signing in.</summary>
    public const string AnswerDialogues = "dialogues.answer";

    /// <summary>To see sums of contacts and cost, small numbers suppressed.</summary>
    public const string ReadCosts = "niva.costs.read";

    /// <summary>To see the level map, its proposals and the register of NHV.</summary>
    public const string ReadLevels = "niva.levels.read";

    /// <summary>To confirm services of the level map and propose changes; a chair for the own RPO.</summary>
    public const string ProposeLevels = "niva.levels.propose";

    /// <summary>To open the yearly round of the level map, decide and reject proposals, and keep the register of NHV.</summary>
    public const string DecideLevels = "niva.levels.decide";

    /// <summary>To tell that a remiss has been answered; a region for itself.</summary>
    public const string AnswerRemiss = "niva.remiss.answer";

    /// <summary>To make and change a sharing of a cost or an after-settlement, and to approve what someone else has saved.</summary>
    public const string EditSharings = "niva.sharings.edit";

    /// <summary>To say what the own region's cost per patient holds.</summary>
    public const string EditCostContent = "niva.cost-content.edit";

    /// <summary>To propose a price list, agreements or subscriptions; whose is decided by the owner.</summary>
    public const string ProposePrices = "niva.prices.propose";

    /// <summary>To approve or reject what someone else has proposed; whose is decided by the owner.</summary>
    public const string ApprovePrices = "niva.prices.approve";

    /// <summary>To price the own region's contacts anew with what is in force now; whose is decided by the owner.</summary>
    public const string RepriceContacts = "niva.prices.reprice";

    /// <summary>To see imports, quarantine and deliveries.</summary>
    public const string ReadImports = "niva.imports.read";

    /// <summary>To undo a delivery; whose is decided by the owner.</summary>
    public const string UndoImports = "niva.imports.undo";

    /// <summary>To correct rows in quarantine; whose is decided by the owner.</summary>
    public const string CorrectImports = "niva.imports.correct";

    /// <summary>To read in a delivery that one sends by the browser; whose is decided by the owner.</summary>
    public const string UploadImports = "niva.imports.upload";

    /// <summary>To see fakturaunderlag and what the control found, line by line; the own region's.</summary>
    public const string ReadInvoices = "niva.invoices.read";

    /// <summary>To decide about what the control found and register what was paid; whose is decided by the document's owner.</summary>
    public const string DecideInvoices = "niva.invoices.decide";

    /// <summary>To see health, adapters and jobs.</summary>
    public const string ReadOperations = "host.operations.read";

    /// <summary>To take away the demonstration's example data.</summary>
    public const string RemoveExampleData = "host.example-data.remove";

    /// <summary>To start a job now.</summary>
    public const string RunJobs = "host.jobs.run";

    /// <summary>To save a new version of a region's mapping; which regions' is decided by the host.</summary>
    public const string EditMappings = "host.mappings.edit";

    /// <summary>To fetch the change feed: another host.</summary>
    public const string ReadFeed = "sync.feed.read";

    /// <summary>To see how far the regions have come with each vårdförlopp.</summary>
    public const string ReadImplementation = "implementation.read";

    /// <summary>To report how far the own region has come.</summary>
    public const string EditImplementation = "implementation.edit";

    /// <summary>To see the yearly reports and fetch them as Word files.</summary>
    public const string ReadReports = "reporting.read";

    /// <summary>To make a yearly report and write its prose.</summary>
    public const string EditReports = "reporting.edit";

    /// <summary>To be signed in, no more: start page, own page, glossary.</summary>
    public const string SignedIn = "host.signed-in";

    /// <summary>True when one of the user's roles has the permission.</summary>
    public static bool May(this ICurrentUser user, string permission) => user.Roles.Any(Table[permission].Contains);

    /// <summary>Which roles have each permission.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Table { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [SignedIn] = Roles.All,
        [ReadStructure] = Roles.All,
        [EditLpoMap] = [Roles.RegionCoordinator],
        [ReadDialogues] = Roles.All,
        [AnswerDialogues] = [Roles.GroupChair],
        [ReadImplementation] = Roles.All,
        [EditImplementation] = [Roles.RegionCoordinator],
        [ReadCosts] = [Roles.Director, Roles.ProcessLead, Roles.NrfAdministrator, Roles.RegionalSystemCoordinator, Roles.RegionCoordinator, Roles.GroupChair, Roles.Economist, Roles.Reader],
        [EditCostContent] = [Roles.Economist],
        [ReadLevels] = Roles.All,
        [ProposeLevels] = [Roles.GroupChair, Roles.ProcessLead, Roles.NrfAdministrator],
        [DecideLevels] = [Roles.NrfAdministrator],
        [AnswerRemiss] = [Roles.NrfAdministrator, Roles.RegionCoordinator],
        [EditSharings] = [Roles.ProcessLead, Roles.NrfAdministrator],
        [ProposePrices] = [Roles.ProcessLead, Roles.NrfAdministrator, Roles.Economist],
        [ApprovePrices] = [Roles.Director, Roles.ProcessLead, Roles.NrfAdministrator, Roles.RegionCoordinator, Roles.Economist],
        [RepriceContacts] = [Roles.Economist],
        [ReadReports] = [Roles.Director, Roles.ProcessLead, Roles.NrfAdministrator, Roles.RegionalSystemCoordinator, Roles.RegionCoordinator, Roles.GroupChair, Roles.Economist, Roles.Reader],
        [EditReports] = [Roles.Director],
        [ReadImports] = [Roles.NrfAdministrator, Roles.Economist, Roles.OperationsAdmin],
        [RunJobs] = [Roles.OperationsAdmin],
        [EditMappings] = [Roles.OperationsAdmin],
        [ReadFeed] = [Roles.Peer],
        [ReadInvoices] = [Roles.Economist],
        [DecideInvoices] = [Roles.Economist],
        [UndoImports] = [Roles.Economist],
        [CorrectImports] = [Roles.Economist],
        [UploadImports] = [Roles.Economist],
        [ReadOperations] = [Roles.OperationsAdmin, Roles.NrfAdministrator],
        [RemoveExampleData] = [Roles.OperationsAdmin, Roles.NrfAdministrator],
    };
}
