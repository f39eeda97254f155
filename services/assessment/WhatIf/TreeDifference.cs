using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.WhatIf;

/// <summary>A node that is otherwise in one tree than in another; and those under it that are.</summary>
/// <param name="Key">The node's key.</param>
/// <param name="Title">Its title.</param>
/// <param name="Before">What it is; null where it is not there.</param>
/// <param name="After">What it would be; null where it would not be there.</param>
/// <param name="Difference">Points won or lost.</param>
/// <param name="Facts">Ids of the supposed facts that it rests on.</param>
/// <param name="Children">What differs under it.</param>
internal sealed record NodeDifference(
    string Key, string Title, NodePoints? Before, NodePoints? After, decimal Difference, IReadOnlyList<string> Facts, IReadOnlyList<NodeDifference> Children);

/// <summary>Points of a node.</summary>
internal sealed record NodePoints(decimal Points, decimal Maximum, ScoreState State)
{
    public static NodePoints? Of(ScoreNode? node) => node is null ? null : new(node.Points, node.Maximum, node.State);
}

/// <summary>What two trees do not have in common.</summary>
internal static class TreeDifference
{
    /// <summary>The difference of two nodes of one key; null where there is none.</summary>
    public static NodeDifference? Of(ScoreNode? before, ScoreNode? after, IReadOnlySet<string> supposed)
    {
        List<string> keys = [.. (before?.Children ?? []).Concat(after?.Children ?? []).Select(child => child.Key).Distinct()];
        List<NodeDifference> children = [.. keys.Select(key => Of(Child(before, key), Child(after, key), supposed)).OfType<NodeDifference>()];
        var (was, would) = (NodePoints.Of(before), NodePoints.Of(after));
        if (was == would && children.Count == 0) return null;
        var node = (after ?? before)!;
        return new(node.Key, node.Title, was, would, Apportion.Plain((would?.Points ?? 0) - (was?.Points ?? 0)),
            [.. (after?.Links ?? []).Where(link => link.Kind == "fact" && supposed.Contains(link.Id)).Select(link => link.Id).Distinct()], children);
    }

    private static ScoreNode? Child(ScoreNode? node, string key) => node?.Children.FirstOrDefault(child => child.Key == key);
}
