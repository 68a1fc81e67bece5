using System.Net;
using System.Text.RegularExpressions;

namespace Kunskapsstyrning.Testing;

/// <summary>What a browser does with forms: fetches the page, sends its antiforgery token along.</summary>
public static partial class BrowserLike
{
    /// <summary>Signs in by the demonstration's own page.</summary>
    /// <param name="client">Keeps cookies.</param>
    /// <param name="role">A code of Kernel's Roles.</param>
    /// <param name="region">The region's key, for example <c>norrbotten</c>; null for roles without one.</param>
    /// <exception cref="HttpRequestException">The page refused.</exception>
    public static async Task SignInAsync(this HttpClient client, string role, string? region = null)
    {
        Dictionary<string, string> fields = new() { ["role"] = role };
        if (region is not null) fields["region"] = region;
        using var answer = await client.PostFormAsync("/logga-in", fields);
        if ((int)answer.StatusCode >= 400) answer.EnsureSuccessStatusCode();
    }

    /// <summary>Fetches a page and posts a form to it.</summary>
    /// <param name="client">Keeps cookies.</param>
    /// <param name="page">The address of the page that shows the form.</param>
    /// <param name="fields">What was filled in.</param>
    /// <param name="action">Where the form is sent, when not to the page itself.</param>
    public static async Task<HttpResponseMessage> PostFormAsync(
        this HttpClient client, string page, IReadOnlyDictionary<string, string> fields, string? action = null)
    {
        var html = await client.GetStringAsync(page);
        Dictionary<string, string> all = new(fields);
        if (Token().Match(html) is { Success: true } token) all["__RequestVerificationToken"] = WebUtility.HtmlDecode(token.Groups["value"].Value);
        using var content = new FormUrlEncodedContent(all);
        return await client.PostAsync(action ?? page, content);
    }

    [GeneratedRegex("""<input[^>]*name="__RequestVerificationToken"[^>]*value="(?<value>[^"]+)"[^>]*>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
