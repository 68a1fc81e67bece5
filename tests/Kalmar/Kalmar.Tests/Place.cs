using System.Security.Cryptography;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.Kalmar.Tests;

/// <summary>Where the fifth region's plugin and its made-up delivery lie.</summary>
internal static class Place
{
    /// <summary>The adapters folder: the plugin is the folder <c>kalmar</c> in it.</summary>
    public static string Adapters => RepoRoot.PathOf("artifacts", "kalmar");

    public static string Plugin => Path.Combine(Adapters, "kalmar");

    /// <summary>What an administrator allows.</summary>
    public static string PluginHash => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Plugin, "adapter.json"))));

    public static string Delivery => RepoRoot.PathOf("tests", "Kalmar", "Kalmar", "exempel");

    public static string Example(string name) => Path.Combine(Delivery, name);

    public static Mapping Mapping()
    {
        using var json = File.OpenRead(RepoRoot.PathOf("tests", "Kalmar", "Kalmar", "mappning", "kalmar-v1.json"));
        return Kunskapsstyrning.Adapters.Sdk.Mapping.Parse(json);
    }

    /// <summary>A folder with the contacts changed and no manifest.</summary>
    public static string Changed(string folder, Func<string, string> change)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kalmar_202603.csv"), change(File.ReadAllText(Example("kalmar_202603.csv"))));
        return folder;
    }

    /// <summary>A folder with a unit register that knows the region's units, and the sample's kommuner and MVO.</summary>
    public static string References(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "kommuner.csv", "mvo.csv" }) File.Copy(RepoRoot.PathOf("tests", "data", "sample", "gemensamt", name), Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, "enhetsregister.csv"), """
            hsaid;namn;region;sjukhuskod;sjukhus;mvo;primarvard
            SE0000000008-K001;Kirurgi påhittade sjukhuset;08;28010;Påhittade sjukhuset;301;N
            SE0000000008-K002;Påhittade hälsocentralen;08;;;811;J

            """.ReplaceLineEndings("\n"));
        return folder;
    }
}
