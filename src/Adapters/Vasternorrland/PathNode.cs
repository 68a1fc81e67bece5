using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Vasternorrland;

/// <summary>An element that some path of the mapping goes through (<c>patient/personId</c>, <c>kontakt/@form</c>), seen from the record.</summary>
internal sealed class PathNode
{
    internal Dictionary<string, PathNode> Children { get; } = [];

    internal Dictionary<string, Field> Attributes { get; } = [];

    internal Field? Text { get; private set; }

    internal static PathNode Of(IReadOnlyDictionary<Field, string> paths)
    {
        var root = new PathNode();
        foreach (var (field, path) in paths)
        {
            var node = root;
            foreach (var step in path.Split('/'))
            {
                if (step.StartsWith('@')) node.Attributes[step[1..]] = field;
                else if (node.Children.TryGetValue(step, out var child)) node = child;
                else node = node.Children[step] = new PathNode();
            }
            if (!path.Contains('@')) node.Text = field;
        }
        return root;
    }
}
