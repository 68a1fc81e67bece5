namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile;

/// <summary>A row of the corpus.</summary>
/// <param name="Id">The kind of RELIABILITY's list and a number: <c>E5-07</c>.</param>
/// <param name="Region"><c>nb</c>, <c>jh</c>, <c>vb</c> or <c>vn</c>.</param>
/// <param name="What">What was done to the sound delivery.</param>
/// <param name="Verdict">As docs/formats decides it, in <see cref="Judge"/>'s words.</param>
/// <param name="Do">Does it.</param>
internal sealed record HostileCase(string Id, string Region, string What, string Verdict, Action<Sound> Do)
{
    /// <summary>Why this verdict, where the pages are silent; empty where they decide it.</summary>
    public string Silent { get; init; } = "";

    public override string ToString() => $"{Id} {Region}: {What}";
}

/// <summary>Collects the rows of one kind and numbers them.</summary>
internal sealed class CaseTable(string kind) : List<HostileCase>
{
    public void Add(string region, string what, string verdict, Action<Sound> act) => Add(new HostileCase($"{kind}-{Count + 1:00}", region, what, verdict, act));

    /// <summary>One of the four contacts is structurally broken; where diagnoses have a file of their own, its diagnosis has no readable contact.</summary>
    public void Broken(string region, string what, string code, Action<Sound> act) => Add(region, what, $"inläst 3/1 {code}{(region == "vb" ? " / KST-117" : "")}", act);

    /// <summary>A row that the pages do not decide.</summary>
    /// <param name="silent">What the pages do not say.</param>
    /// <param name="region">As <see cref="HostileCase.Region"/>.</param>
    /// <param name="what">What was done.</param>
    /// <param name="verdict">What the product decides.</param>
    /// <param name="act">Does it.</param>
    public void Silent(string silent, string region, string what, string verdict, Action<Sound> act) => Add(new HostileCase($"{kind}-{Count + 1:00}", region, what, verdict, act) { Silent = silent });
}
