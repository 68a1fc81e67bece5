using System.Reflection;
using System.Reflection.Emit;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>A temporary adapter folder: a copy of the built norrbotten plugin, to be spoilt, or one with an assembly made here.</summary>
internal sealed class MadePlugin : IDisposable
{
    public const string Dll = "Kunskapsstyrning.Adapters.Norrbotten.dll";

    public string Root { get; } = Directory.CreateTempSubdirectory("kst-adapters-").FullName;

    public string Folder => Path.Combine(Root, "norrbotten");

    public static MadePlugin CopyOfBuilt()
    {
        var plugin = new MadePlugin();
        var built = TestData.PathOf("artifacts", "adapters", "norrbotten");
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(plugin.Folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return plugin;
    }

    /// <summary>A plugin whose only assembly holds a class of this behaviour.</summary>
    /// <param name="id">What the class says of itself; null = the class is no adapter.</param>
    /// <param name="constructorCalls">A constructor that the class' own constructor calls first; its object is dropped.</param>
    /// <param name="throws">Whether that object is thrown instead.</param>
    public static MadePlugin WithClass(string? id, ConstructorInfo? constructorCalls = null, bool throws = false)
    {
        var plugin = CopyOfBuilt();
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Path.GetFileNameWithoutExtension(Dll)), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(Dll).DefineType("Made", TypeAttributes.Public | TypeAttributes.Class, typeof(object), id is null ? [] : [typeof(IRegionAdapter)]);
        var body = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        if (constructorCalls is not null)
        {
            foreach (var _ in constructorCalls.GetParameters()) body.Emit(OpCodes.Ldstr, "prov");
            body.Emit(OpCodes.Newobj, constructorCalls);
            body.Emit(throws ? OpCodes.Throw : OpCodes.Pop);
        }
        body.Emit(OpCodes.Ret);
        foreach (var method in id is null ? [] : typeof(IRegionAdapter).GetMethods())
        {
            var made = type.DefineMethod(method.Name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final, method.ReturnType, [.. method.GetParameters().Select(p => p.ParameterType)]).GetILGenerator();
            made.Emit(method.ReturnType == typeof(string) ? OpCodes.Ldstr : OpCodes.Ldnull, id!);
            made.Emit(method.ReturnType == typeof(string) ? OpCodes.Ret : OpCodes.Throw);
        }
        type.CreateType();
        assembly.Save(Path.Combine(plugin.Folder, Dll));
        plugin.Hash(Dll);
        return plugin;
    }

    /// <summary>Changes adapter.json.</summary>
    public void Edit(Action<JsonObject> change)
    {
        var file = Path.Combine(Folder, "adapter.json");
        var manifest = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(manifest);
        File.WriteAllText(file, manifest.ToJsonString());
    }

    /// <summary>Lists an assembly with its true hash.</summary>
    public void Hash(string dll) => Edit(manifest =>
    {
        var assemblies = manifest["assemblies"]!.AsArray();
        assemblies.RemoveAll(assembly => (string?)assembly!["file"] == dll);
        assemblies.Add(new JsonObject { ["file"] = dll, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, dll)))) });
    });

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
