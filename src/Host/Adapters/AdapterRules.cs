using System.Globalization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>Which plugins may be loaded, and where they run.</summary>
/// <param name="Allowed">What those in the data folder are held against; null = everything found is trusted, as in a test.</param>
/// <param name="InProcess">False: each reading has a child process of its own.</param>
/// <param name="Limits">Of that process.</param>
public sealed record AdapterRules(AllowList? Allowed, bool InProcess, AdapterLimits Limits)
{
    /// <summary>Trusts what it finds and runs it in the host.</summary>
    public static AdapterRules Trusting { get; } = new(null, InProcess: true, AdapterLimits.Default);

    /// <summary>Reads <c>Adapters:Isolation</c>, <c>Adapters:Limits</c> and <c>Adapters:Allowed</c>.</summary>
    /// <exception cref="ConfigurationException">One of them is wrong.</exception>
    internal static AdapterRules Load(IConfiguration configuration, HostSettings settings) => new(
        new(settings.DataFolder, configuration.GetSection("Adapters:Allowed").GetChildren().ToDictionary(c => c.Key, c => c.Value ?? "")),
        configuration["Adapters:Isolation"] switch
        {
            null or "" => settings.Role == HostRole.Demo,
            var text when text.Equals("Process", StringComparison.OrdinalIgnoreCase) => false,
            var text when text.Equals("InProcess", StringComparison.OrdinalIgnoreCase) => true,
            var text => throw new ConfigurationException("Adapters:Isolation", $"”{text}” finns inte. Skriv Process eller InProcess."),
        },
        new(TimeSpan.FromSeconds(Number(configuration, "Adapters:Limits:Silence", (int)AdapterLimits.Default.Silence.TotalSeconds, 1, 3600)),
            TimeSpan.FromSeconds(Number(configuration, "Adapters:Limits:Total", (int)AdapterLimits.Default.Total.TotalSeconds, 1, 24 * 3600)),
            Number(configuration, "Adapters:Limits:MemoryMiB", AdapterLimits.Default.MemoryMiB, 64, 1 << 16)));

    private static int Number(IConfiguration configuration, string key, int otherwise, int least, int most) => configuration[key] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        var text => throw new ConfigurationException(key, $"”{text}” går inte. Skriv ett heltal från {least} till {most}."),
    };
}

/// <summary>What a plugin in a process of its own may take before it is ended.</summary>
/// <param name="Silence">How long it may owe an answer.</param>
/// <param name="Total">How long its answers may take together, in one reading.</param>
/// <param name="MemoryMiB">The process as a whole, the runtime included.</param>
public sealed record AdapterLimits(TimeSpan Silence, TimeSpan Total, int MemoryMiB)
{
    /// <summary>30 seconds, an hour and 512 MiB.</summary>
    public static AdapterLimits Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), 512);
}
