using Kunskapsstyrning.Kernel;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>The LPO map as a coordinator changes it: pages that answer a form, which no link leads to.</summary>
[Collection(nameof(Demonstration))]
public sealed class PasteTests(Demonstration demonstration)
{
    [Fact]
    public async Task A_coordinator_pastes_previews_saves_and_takes_it_back()
    {
        await using var window = await demonstration.SignInAsync(Roles.RegionCoordinator);
        var page = window.Page;
        await window.GoAsync("/struktur/lpo-karta");
        await page.GetByText("Klistra in från Excel").ClickAsync();
        await page.Locator("#Form_Text").FillAsync("RPO\tLPO\nÖNH\tsaknas: prov\nCancersjukdomar\tsaknas: prov\nSällsynta sjukdomar\tPåhittat LPO\n");
        await page.GetByText("Förhandsgranska").ClickAsync();
        await page.GetByText("Använd ”Öron näsa halssjukdomar” i stället").ClickAsync();
        Assert.Empty(await Faults(window));

        await page.GetByText("Spara 3 ändringar").ClickAsync();
        await page.GetByText("3 rutor är sparade").WaitForAsync();
        Assert.Empty(await Faults(window));

        await page.GetByText("Ångra", new() { Exact = true }).ClickAsync();
        await page.GetByText("Ändringen är ångrad").WaitForAsync();
        Assert.Empty(await Faults(window));
    }

    private static async Task<List<string>> Faults(Window window)
    {
        List<string> faults = [];
        foreach (var width in new[] { 320, 1280 })
        {
            await window.ResizeAsync(width);
            if (await window.SidewaysAsync() is > 0 and var pixels) faults.Add($"scrolls {pixels} pixels sideways at {width}");
            faults.AddRange(await window.AxeAsync());
        }
        return [.. faults, .. await window.TablesAsync(), .. await window.KeyboardAsync(), .. window.TakeFaults()];
    }
}
