using System.Net;
using Kunskapsstyrning.Host.Pages;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.Host.Tests;

public class GuideTests
{
    public static TheoryData<string, string?> EveryRole() => new(DemoRoles.All.DistinctBy(r => r.Code).Select(r => (r.Code, r.RegionKey)));

    [Theory, MemberData(nameof(EveryRole))]
    public async Task Each_step_opens_a_page_that_the_role_may_see_and_is_then_ticked(string role, string? region)
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        await host.Client.SignInAsync(role, region);
        var steps = Guide.Of(new As(role));

        for (var step = 0; step < steps.Count; step++)
        {
            using var answer = await host.Client.GetAsync($"/valkommen?steg={step}");
            Assert.True(answer.IsSuccessStatusCode, $"{role}: {steps[step].Path} answered {(int)answer.StatusCode}");
            Assert.Equal(steps[step].Path, answer.RequestMessage!.RequestUri!.PathAndQuery);
        }

        var page = await host.Client.GetStringAsync("/valkommen");
        Assert.Equal(steps.Count, page.Split(">Öppnat<").Length - 1);
    }

    [Fact]
    public async Task A_step_that_is_not_there_shows_the_list()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        await host.Client.SignInAsync(Roles.Director);

        using var answer = await host.Client.GetAsync("/valkommen?steg=99");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/valkommen", answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    private sealed class As(string role) : ICurrentUser
    {
        public string Name => role;

        public IReadOnlyCollection<string> Roles => [role];

        public RegionCode? Region => null;

        public string? Group => null;

        public bool MayWrite(Owner owner) => false;
    }
}
