using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>"Att göra": what the signed-in role must do now, from the modules' own lists, and how things stand today.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class IndexModel(IEnumerable<IModule> modules, HostChecks checks, ICurrentUser user, HostSettings settings, IServiceProvider scope, ILogger<IndexModel> log) : PageModel
{
    private const int MostRows = 7;

    public IReadOnlyList<Todo> Todos { get; private set; } = [];

    /// <summary>Modules whose list could not be made just now: each becomes one grey row, the rest stays.</summary>
    public IReadOnlyList<string> Failed { get; private set; } = [];

    /// <summary>How things stand today.</summary>
    public IReadOnlyList<KeyFigure> Figures { get; private set; } = [];

    /// <summary>Steps to try, in the demonstration until they are opened or hidden.</summary>
    public IReadOnlyList<GuideStep> Guide { get; private set; } = [];

    public IReadOnlySet<int> Opened { get; private set; } = new HashSet<int>();

    public async Task OnGet(CancellationToken ct)
    {
        List<Todo> todos = [];
        List<KeyFigure> figures = [];
        List<string> failed = [];
        if (user.May(Permissions.ReadOperations))
            todos.AddRange((await checks.All(ct)).Where(c => c is { State: not CheckState.Ok, HasTodo: false }).Select(c => new Todo($"Åtgärda {c.Name}: {c.Seen}", c.Remedy ?? "", "/drift")));
        foreach (var module in modules)
        {
            try
            {
                todos.AddRange(await module.Todos(scope, user, ct));
                figures.AddRange(await module.Figures(scope, user, ct));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "What {Module} shows on the start page failed", module.Name);
                failed.Add(module.Name);
            }
        }
        Todos = [.. todos.OrderBy(t => t.Due ?? DateOnly.MaxValue).Take(MostRows)];
        Figures = figures;
        Failed = failed;
        if (settings.ExampleData && Pages.Guide.IsShown(Request, user)) (Guide, Opened) = (Pages.Guide.Of(user), Pages.Guide.Opened(Request, user));
    }
}
