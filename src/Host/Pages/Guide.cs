using System.Globalization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>A step of the guided start.</summary>
/// <param name="Text">What to do, Swedish.</param>
/// <param name="Why">What it shows, in a sentence.</param>
/// <param name="Path">The real page.</param>
internal sealed record GuideStep(string Text, string Why, string Path);

/// <summary>
/// "Fyra steg för att prova": a few real pages per role, each a minute. A step is ticked when it has been opened; which ones have lies in a cookie,
/// since it concerns nobody else. A chair has no guide: the questionnaire must need none.
/// </summary>
internal static class Guide
{
    private const string Cookie = "kst-steg";
    private const string Hidden = "dold";

    private static readonly GuideStep Seats = new("Se platser mot befolkning", "Vilka regioner har fler platser än sin andel av befolkningen?", "/struktur/fordelning");
    private static readonly GuideStep Round = new("Se vilka grupper som inte har svarat", "Omgångens tabell, där du ser vem som väntar", "/dialoger/2026/rpo?visa=vantar");
    private static readonly GuideStep Last = new("Läs hur dialogerna 2024 gick", "26 av 27 RPO hade dialog; en hade det inte", "/dialoger/2024/rpo");
    private static readonly GuideStep Map = new("Öppna LPO-kartan", "Vilka lokala grupper svarar mot varje RPO?", "/struktur/lpo-karta");
    private static readonly GuideStep Costs = new("Följ pengarna", "Vilken region köper vad av vem, och på vilken nivå?", "/kostnader");
    private static readonly GuideStep Pathways = new("Jämför hur vårdförloppen införs", "Steg, datum och hinder i de fyra regionerna", "/inforande");

    private static readonly Dictionary<string, GuideStep[]> Steps = new()
    {
        [Roles.Director] = [Last, Seats, new("Ladda ned årsrapporten som Word", "Den är skriven ur siffrorna; du ändrar i texten", "/rapporter"), Costs],
        [Roles.ProcessLead] = [Round, Last, Pathways, new("Räkna på ett scenario", "Vad händer i varje region om vård flyttas?", "/kostnader/scenarier")],
        [Roles.NrfAdministrator] = [Round, Map, Seats, new("Se hur systemet mår", "Kontroller och adaptrar med ord", "/drift")],
        [Roles.RegionalSystemCoordinator] = [new("Läs hur dialogerna med RSG gick", "6 av 7 RSG hade dialog 2024", "/dialoger/2024/rsg"), Map, Seats, Pathways],
        [Roles.RegionCoordinator] = [new("Fyll en lucka i LPO-kartan", "Du ändrar i din egen regions kolumn", "/struktur/lpo-karta"), new("Uppdatera ett vårdförlopp", "Steg, datum och hinder för din region", "/inforande"), Seats, Costs],
        [Roles.Economist] = [new("Se vad regionen köper", "Hemregion, utförare och nivå, i kronor", "/kostnader"), new("Öppna en rad och se regeln", "Varje belopp går att följa till sin regel", "/kostnader"), new("Slå upp ett ord", "Vad betyder abonnemang och nivå?", "/ordlista"), Seats],
        [Roles.Reader] = [Last, Seats, Pathways, Costs],
        [Roles.OperationsAdmin] = [new("Kör kontrollen", "Databas, nycklar, adaptrar och vad du gör om något är fel", "/drift"), new("Läs hur en region installerar", "Kommandon och inställningar", "/hjalp"), new("Se vad som tas bort med exempeldata", "Inget händer förrän du bekräftar", "/administration/exempeldata")],
    };

    /// <summary>The steps of the first of the roles that has any; none for a chair or a member.</summary>
    public static IReadOnlyList<GuideStep> Of(ICurrentUser user) => user.Roles.Select(r => Steps.GetValueOrDefault(r)).FirstOrDefault(s => s is not null) ?? [];

    /// <summary>The numbers of the steps that this browser has opened as this role.</summary>
    public static IReadOnlySet<int> Opened(HttpRequest request, ICurrentUser user) =>
        Marks(request, user).Select(m => int.TryParse(m, CultureInfo.InvariantCulture, out var n) ? n : -1).Where(n => n >= 0).ToHashSet();

    /// <summary>True when the guide stands on the start page: in the demonstration, until it is hidden or all is opened.</summary>
    public static bool IsShown(HttpRequest request, ICurrentUser user)
    {
        var steps = Of(user);
        return steps.Count > 0 && !Marks(request, user).Contains(Hidden) && Opened(request, user).Count < steps.Count;
    }

    /// <summary>Remembers that a step has been opened.</summary>
    public static void Tick(HttpContext context, ICurrentUser user, int step) => Write(context, user, [.. Marks(context.Request, user), step.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Takes the guide away from the start page, or puts it back with no step ticked.</summary>
    public static void Hide(HttpContext context, ICurrentUser user, bool hide) => Write(context, user, hide ? [.. Marks(context.Request, user), Hidden] : []);

    private static string[] Marks(HttpRequest request, ICurrentUser user) => (request.Cookies[Name(user)] ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries);

    private static void Write(HttpContext context, ICurrentUser user, string[] marks) => context.Response.Cookies.Append(Name(user), string.Join('.', marks.Distinct()),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true });

    private static string Name(ICurrentUser user) => $"{Cookie}-{user.Roles.FirstOrDefault()?.ToLowerInvariant()}";
}
