using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Kernel;

/// <summary>What a module shows the Host: the one public class of its project. Found by scanning.</summary>
public interface IModule
{
    /// <summary>Database schema, configuration section and the part after <c>/api/v1</c>; ASCII, lower case.</summary>
    string Name { get; }

    /// <summary>Adds the module's services.</summary>
    void Register(IServiceCollection services, ModuleSettings settings);

    /// <summary>Maps what is not a Razor Page; one line per feature.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>The module's links in the five groups of the header.</summary>
    IReadOnlyList<NavigationLink> Navigation => [];

    /// <summary>Entity types whose changes other hosts may fetch, by their stable names.</summary>
    IReadOnlyList<FeedType> FeedTypes => [];

    /// <summary>The module's sections of the reconciliation file (formats/EXPECTED.md).</summary>
    IReadOnlyList<ReconciliationSection> Reconciliation => [];

    /// <summary>Tables that <c>kst export</c> writes as files.</summary>
    IReadOnlyList<Export> Exports => [];

    /// <summary>Documents of a year that <c>kst report build</c> writes as Word files.</summary>
    IReadOnlyList<YearDocument> YearDocuments => [];

    /// <summary>What the user has to do in this module now, most pressing first; empty when there is nothing.</summary>
    Task<IReadOnlyList<Todo>> Todos(IServiceProvider scope, ICurrentUser user, CancellationToken ct) => Task.FromResult<IReadOnlyList<Todo>>([]);

    /// <summary>How the module stands today, in at most two figures for the start page; only what the user may see.</summary>
    Task<IReadOnlyList<KeyFigure>> Figures(IServiceProvider scope, ICurrentUser user, CancellationToken ct) => Task.FromResult<IReadOnlyList<KeyFigure>>([]);

    /// <summary>What of the module must work, for <c>/drift</c> and <c>kst doctor</c>. Called only when the database is as the program wants it.</summary>
    Task<IReadOnlyList<HostCheck>> Health(IServiceProvider scope, CancellationToken ct) => Task.FromResult<IReadOnlyList<HostCheck>>([]);

    /// <summary>What the module does by the clock, for <c>/drift/jobb</c>.</summary>
    Task<IReadOnlyList<HostJob>> Jobs(IServiceProvider scope, CancellationToken ct) => Task.FromResult<IReadOnlyList<HostJob>>([]);

    /// <summary>What <c>kst run</c> prints after the address, for example a link to try in the demonstration; called once the host listens.</summary>
    Task<IReadOnlyList<string>> StartLines(IServiceProvider scope, string address, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>What the module needs in a host before anyone has done anything; idempotent, run after every migration.</summary>
    Task Seed(IServiceProvider scope, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>What a module may know of the host it is built into.</summary>
/// <param name="Configuration">The module's own section.</param>
/// <param name="Host">Role, region, data folder, database.</param>
/// <param name="Serves">True when it answers people and other hosts and does jobs by the clock; false for a command, which does its own work alone.</param>
public sealed record ModuleSettings(IConfiguration Configuration, HostSettings Host, bool Serves);

/// <summary>A link in the header.</summary>
/// <param name="Group">One of the words of <c>Frame.Groups</c>: Struktur, Dialoger, Nivå och kostnad, Införande, Rapporter; for those who run the host also Drift.</param>
/// <param name="Text">The page's name.</param>
/// <param name="Path">Its address, for example <c>/struktur/lpo-karta</c>.</param>
/// <param name="Permission">What the page asks for, of <see cref="Permissions"/>: the link is shown to those who have it. Null: everybody who is signed in.</param>
public sealed record NavigationLink(string Group, string Text, string Path, string? Permission = null);

/// <summary>An entity type in the change feed.</summary>
/// <param name="Name">Stable, for example <c>structure.lpo</c>.</param>
/// <param name="Type">The entity's CLR type.</param>
public sealed record FeedType(string Name, Type Type)
{
    /// <summary>Asked of each copy that another host sends, before it is saved: why it cannot be taken, Swedish, or null when it can. Null takes all.</summary>
    public Func<IServiceProvider, IOwned, CancellationToken, Task<string?>>? Check { get; init; }
}

/// <summary>One top-level key of the reconciliation file.</summary>
/// <param name="Key">As in formats/EXPECTED.md.</param>
/// <param name="Make">Computes it from what the host holds.</param>
public sealed record ReconciliationSection(string Key, Func<IServiceProvider, CancellationToken, Task<JsonNode>> Make);

/// <summary>A table that <c>kst export</c> writes.</summary>
/// <param name="Name">The command's name: <c>cost-map</c>.</param>
/// <param name="Description">What it holds, Swedish.</param>
/// <param name="Make">Makes it for a year, or for all time when the year is null.</param>
public sealed record Export(string Name, string Description, Func<IServiceProvider, int?, CancellationToken, Task<Tables.Table>> Make);

/// <summary>A document of a year.</summary>
/// <param name="Name">The file's name before the year: <c>fd-rapport</c>.</param>
/// <param name="Make">Makes it; a <see cref="DomainException"/> when the year has nothing to tell of.</param>
public sealed record YearDocument(string Name, Func<IServiceProvider, int, CancellationToken, Task<Documents.Document>> Make);

/// <summary>A row of "Att göra".</summary>
/// <param name="Text">Verb and thing: <c>Fyll luckorna i LPO-kartan för Västerbotten</c>.</param>
/// <param name="Why">Why now, in a few words.</param>
/// <param name="Path">Where it is done.</param>
/// <param name="Due">Last day, or null.</param>
/// <param name="Count">How many things wait; null where counting says nothing.</param>
public sealed record Todo(string Text, string Why, string Path, DateOnly? Due = null, int? Count = null);

/// <summary>Something that the host does by the clock.</summary>
/// <param name="Name">What it does: <c>Läs inkorgen</c>.</param>
/// <param name="Schedule">How often, in words: <c>Var 30:e sekund</c>.</param>
/// <param name="LastRun">When it last ran in this process, UTC; null when it has not.</param>
/// <param name="NextRun">When it runs next, UTC; null when nobody knows.</param>
/// <param name="Check">How it stands now, with what to do.</param>
/// <param name="Waiting">How many things wait for their turn.</param>
/// <param name="Refused">How many things someone must mend.</param>
/// <param name="RunNow">Does it at once.</param>
public sealed record HostJob(
    string Name, string Schedule, DateTime? LastRun, DateTime? NextRun, HostCheck Check, int Waiting, int Refused, Func<CancellationToken, Task> RunNow);

/// <summary>A figure of "Läget i dag".</summary>
/// <param name="Title">What it is about: <c>LPO-kartan</c>.</param>
/// <param name="Figure">The figure itself, written out.</param>
/// <param name="Text">What it counts: <c>av 27 RPO har LPO i alla fyra regioner</c>.</param>
/// <param name="Note">A sentence more.</param>
/// <param name="Path">Where all of it stands.</param>
public sealed record KeyFigure(string Title, string Figure, string Text, string Note, string Path);
