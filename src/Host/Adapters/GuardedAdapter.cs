using System.Runtime.ExceptionServices;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>
/// A plugin as the host calls it: what it gives is checked at the contract's border, and one that gives wrong data or throws what is not agreed is switched off.
/// What the host's own side throws, the sink and the files, passes through as it is and is not the plugin's fault.
/// </summary>
internal sealed class GuardedAdapter(Plugin plugin, IRegionAdapter inner) : IRegionAdapter
{
    private const int LongestDetail = 4000;

    public string Id => plugin.Id;

    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct)
    {
        var border = new Border(files, sink);
        Exception? thrown = null;
        try
        {
            inner.Read(border.Files, mapping, border, ct);
        }
        catch (Exception e)
        {
            thrown = e;
        }
        thrown = border.Close() ?? thrown;
        switch (thrown)
        {
            case null: return;
            case DeliveryRejectedException refused when !IsAgreed(refused): throw plugin.SwitchOff(WrongData("en kod som inte är avtalad"), null);
            case PluginFaultException fault: throw plugin.SwitchOff(fault, null);
            case DeliveryRejectedException or SourceUnavailableException when !border.IsHosts(thrown): throw WithoutPersons(thrown);
            case DeliveryRejectedException or SourceUnavailableException: break;
            case OperationCanceledException when ct.IsCancellationRequested: break;
            case var own when !border.IsHosts(own): throw plugin.SwitchOff(Threw(own.GetType().Name), own.StackTrace);
        }
        ExceptionDispatchInfo.Throw(thrown);
    }

    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct)
    {
        try
        {
            var structure = inner.ReadStructure(content, fileName, ct);
            return IsWhole(structure) ? structure : throw WrongData("en grupp utan namn eller en rad utan plats");
        }
        catch (PluginFaultException fault)
        {
            throw plugin.SwitchOff(fault, null);
        }
        catch (Exception told) when (told is StructureRejectedException { Code: "LPO-001" or "LPO-002" or "LPO-003" } or SourceUnavailableException)
        {
            throw WithoutPersons(told);
        }
        catch (Exception own) when (own is not IOException && !(own is OperationCanceledException && ct.IsCancellationRequested))
        {
            throw plugin.SwitchOff(Threw(own.GetType().Name), own.StackTrace);
        }
    }

    /// <param name="what">Swedish, never text of a row.</param>
    internal static PluginFaultException WrongData(string what) => new($"Adaptern lämnade fel data: {what}. Inget av leveransen är sparat. Kontakta den som har levererat adaptern.");

    /// <param name="type">The exception's type; its message may hold text of a row.</param>
    internal static PluginFaultException Threw(string type) => new($"Adaptern avbröts av ett fel i sin egen kod ({type}). Inget av leveransen är sparat. Kontakta den som har levererat adaptern.");

    /// <summary>What a plugin tells is kept and shown: a row's text in it must not hold a person id.</summary>
    private static Exception WithoutPersons(Exception told) => told switch
    {
        DeliveryRejectedException refused => new DeliveryRejectedException(refused.Code, PersonNumber.Mask(refused.File), PersonNumber.Mask(refused.Detail)),
        StructureRejectedException refused => new StructureRejectedException(refused.Code, refused.Row, PersonNumber.Mask(refused.Detail)),
        _ => new SourceUnavailableException(PersonNumber.Mask(told.Message)),
    };

    private static bool IsAgreed(DeliveryRejectedException refused) =>
        refused is { Code: ['K', 'S', 'T', '-', '2', '0' or '1', >= '0' and <= '9'], Detail.Length: <= LongestDetail, File.Length: <= 255 };

    private static bool IsWhole(LocalStructure? structure) =>
        structure is { Groups: not null, UnreadableRows: not null }
        && structure.Groups.All(group => group is { Name.Length: > 0, Kind: not null, Mirrors: not null } && group.Mirrors.All(mirror => mirror is not null))
        && structure.UnreadableRows.All(row => row.Row >= 0);
}
