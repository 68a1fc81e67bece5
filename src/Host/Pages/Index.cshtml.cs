using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>"Att göra": what the signed-in role must do now, from the modules' own lists, and the way to everything else.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class IndexModel(IEnumerable<IModule> modules, Navigation navigation, ICurrentUser user, HostSettings settings, IServiceProvider scope, ILogger<IndexModel> log) : PageModel
{
    private const int MostRows = 7;

    public IReadOnlyList<Todo> Todos { get; private set; } = [];

    /// <summary>Modules whose list could not be made just now: each becomes one grey row, the rest stays.</summary>
    public IReadOnlyList<string> Failed { get; private set; } = [];

    public IReadOnlyList<IGrouping<string, NavigationLink>> Links { get; private set; } = [];

    /// <summary>Steps to try, in the demonstration until they are opened or hidden.</summary>
    public IReadOnlyList<GuideStep> Guide { get; private set; } = [];

    public IReadOnlySet<int> Opened { get; private set; } = new HashSet<int>();

    public async Task OnGet(CancellationToken ct)
    {
        List<Todo> todos = [];
        List<string> failed = [];
        foreach (var module in modules)
        {
            try
            {
                todos.AddRange(await module.Todos(scope, user, ct));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "The to-do list of {Module} failed", module.Name);
                failed.Add(module.Name);
            }
        }
        Todos = [.. todos.OrderBy(t => t.Due ?? DateOnly.MaxValue).Take(MostRows)];
        Failed = failed;
        if (settings.ExampleData && Pages.Guide.IsShown(Request, user)) (Guide, Opened) = (Pages.Guide.Of(user), Pages.Guide.Opened(Request, user));
        Links = [.. navigation.Links.GroupBy(l => l.Group)];
    }
}
