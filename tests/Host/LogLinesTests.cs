using System.Diagnostics;
using System.Text.Json;
using Kunskapsstyrning.Host.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Kunskapsstyrning.Host.Tests;

public class LogLinesTests
{
    [Fact]
    public void A_line_for_people_carries_the_code_that_the_error_page_shows()
    {
        using var request = new Activity("begäran").SetIdFormat(ActivityIdFormat.W3C).Start();

        var line = Write(json: false);

        Assert.EndsWith($"FEL Kst [{TraceCode.Of(request.TraceId.ToHexString())}]: Filen april.csv saknas\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_for_machines_is_one_JSON_object_with_the_trace_and_the_values()
    {
        using var request = new Activity("begäran").SetIdFormat(ActivityIdFormat.W3C).Start();

        var line = Write(json: true);

        Assert.Equal(1, line.Count(c => c == '\n'));
        using var parsed = JsonDocument.Parse(line);
        Assert.Equal(request.TraceId.ToHexString(), parsed.RootElement.GetProperty("traceId").GetString());
        Assert.Equal("april.csv", parsed.RootElement.GetProperty("values").GetProperty("File").GetString());
        Assert.Equal("Error", parsed.RootElement.GetProperty("level").GetString());
    }

    private static string Write(bool json)
    {
        KeyValuePair<string, object?>[] values = [new("File", "april.csv")];
        var writer = new StringWriter { NewLine = "\n" };
        var entry = new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Error, "Kst", default, values, null, (_, _) => "Filen april.csv saknas");
        new LogLines(new Fixed(new LogLinesOptions { Json = json }), TimeProvider.System).Write(entry, null, writer);
        return writer.ToString();
    }

    private sealed class Fixed(LogLinesOptions options) : IOptionsMonitor<LogLinesOptions>
    {
        public LogLinesOptions CurrentValue => options;

        public LogLinesOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<LogLinesOptions, string?> listener) => null;
    }
}
