using System.Text;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>What an RPO has said of a service in the round. The names are stored: never rename.</summary>
internal enum MapAnswer
{
    Waiting,
    Confirmed,
    Proposed,
}

/// <summary>How far a proposal has come. The names are stored: never rename.</summary>
internal enum ProposalState
{
    Open,
    Decided,
    Rejected,
    Withdrawn,
}

/// <summary>A year's round: the map in force is copied forward, and each RPO confirms its services or proposes changes.</summary>
internal sealed class MapRound : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>One round a year.</summary>
    public required int Year { get; init; }

    /// <summary>The version of the catalogue that was copied: a reference file.</summary>
    public required Guid CatalogueId { get; init; }

    /// <summary>When the RPO should have answered; later answers are taken too.</summary>
    public required DateOnly LastDay { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required string OpenedBy { get; init; }
}

/// <summary>A service of the round, as it stood when the map was copied forward.</summary>
internal sealed class MapItem : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid RoundId { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Who answers.</summary>
    public required string Rpo { get; init; }

    public required MapAnswer Answer { get; set; }

    public DateTime? AnsweredAt { get; set; }

    public string? AnsweredBy { get; set; }

    public int Version { get; init; }
}

/// <summary>A proposal to change a service, or to take a new one in.</summary>
internal sealed class MapProposal : IOwned
{
    public const int LongestText = 1000;

    private const string NoCode = "(ny)";

    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid RoundId { get; init; }

    /// <summary>The service that is changed; empty for a new one.</summary>
    public required string Code { get; init; }

    /// <summary>Who proposes.</summary>
    public required string Rpo { get; init; }

    /// <summary>The service as it would be, as an item of <c>katalog.json</c>.</summary>
    public required string Wanted { get; init; }

    /// <summary>First day of the change.</summary>
    public required DateOnly FromDay { get; init; }

    public required string Reason { get; init; }

    public required DateTime MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public required ProposalState State { get; set; }

    /// <summary>Of a decided one: who decided.</summary>
    public string? Body { get; set; }

    public DateOnly? DecidedOn { get; set; }

    public string? Dnr { get; set; }

    /// <summary>Of a rejected or withdrawn one: why.</summary>
    public string? Why { get; set; }

    public DateTime? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    /// <summary>The code that the decided service has.</summary>
    public string? CodeAfter { get; set; }

    /// <summary>The version of the catalogue that the decision made: a reference file.</summary>
    public Guid? CatalogueId { get; set; }

    public int Version { get; init; }

    /// <summary><see cref="Wanted"/> as a service; without code when it has none of its own yet.</summary>
    public CareService Service() => ServiceOf(Wanted);

    /// <summary>Reads the form of <see cref="Wanted"/>.</summary>
    /// <exception cref="InvalidOperationException">It is no item of <c>katalog.json</c>.</exception>
    public static CareService ServiceOf(string item)
    {
        var file = new JsonObject { ["exempel"] = false, ["version"] = 0, ["tjanster"] = new JsonArray(JsonNode.Parse(item)) };
        var service = LevelMaps.Read(Encoding.UTF8.GetBytes(file.ToJsonString())).Services[0];
        return service.Code == NoCode ? service with { Code = "" } : service;
    }

    /// <summary>The form of <see cref="Wanted"/>.</summary>
    public static string ItemOf(CareService service) => CatalogueChange.Item(service.Code.Length > 0 ? service : service with { Code = NoCode }).ToJsonString();

    /// <summary>The slug of the RPO's group, as in Structure and in the sign-in's claim: <c>rpo-njursjukdomar</c>.</summary>
    public static string GroupOf(string rpo) => SwedishText.Slug($"RPO {rpo}");
}
