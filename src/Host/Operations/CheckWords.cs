using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Host.Operations;

/// <summary>The same word for the same state on <c>/drift</c> and in <c>kst doctor</c>.</summary>
internal static class CheckWords
{
    public static string Of(CheckState state) => state switch { CheckState.Ok => "Fungerar", CheckState.Warning => "Se över", _ => "Fungerar inte" };

    public static State ToState(CheckState state) => new(state switch { CheckState.Ok => StateMark.Klar, CheckState.Warning => StateMark.Varning, _ => StateMark.Fel }, Of(state));
}
