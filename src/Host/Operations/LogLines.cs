using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Kunskapsstyrning.Host.Operations;

/// <summary>How the log is written.</summary>
internal sealed class LogLinesOptions : ConsoleFormatterOptions
{
    /// <summary>True: one JSON object a line, for a machine that collects. False: one line for people.</summary>
    public bool Json { get; set; }
}

/// <summary>
/// A line of the log: time, level, who, the trace code that error pages show, the message. The scopes of the web server are left out:
/// they hold the request's address, and a personal link's address is its key.
/// </summary>
internal sealed class LogLines(IOptionsMonitor<LogLinesOptions> options, TimeProvider clock) : ConsoleFormatter(FormatName)
{
    /// <summary>The formatter's name in the console's options.</summary>
    public const string FormatName = "kst";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (options.CurrentValue.Json) WriteJson(logEntry, message, textWriter);
        else WriteText(logEntry, message, textWriter);
    }

    private void WriteText<TState>(in LogEntry<TState> entry, string message, TextWriter to)
    {
        to.Write(clock.Local().ToString("HH:mm:ss ", System.Globalization.CultureInfo.InvariantCulture));
        to.Write(entry.LogLevel switch { >= LogLevel.Error => "FEL ", LogLevel.Warning => "VARNING ", _ => "" });
        to.Write(entry.Category);
        if (TraceCode.Current is { } code) to.Write($" [{code}]");
        to.Write(": ");
        to.WriteLine(message);
        if (entry.Exception is not null) to.WriteLine(entry.Exception);
    }

    private void WriteJson<TState>(in LogEntry<TState> entry, string message, TextWriter to)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow());
            json.WriteString("level", entry.LogLevel.ToString());
            json.WriteString("category", entry.Category);
            json.WriteString("message", message);
            if (TraceCode.Current is { } code)
            {
                json.WriteString("code", code);
                json.WriteString("traceId", Activity.Current!.TraceId.ToHexString());
                json.WriteString("spanId", Activity.Current.SpanId.ToHexString());
            }
            if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                json.WriteStartObject("values");
                foreach (var (key, value) in values) json.WriteString(key, value?.ToString());
                json.WriteEndObject();
            }
            if (entry.Exception is not null) json.WriteString("exception", entry.Exception.ToString());
            json.WriteEndObject();
        }
        to.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
