using Bishui.Storage.Documents;

namespace Bishui.Features.Requests;

/// <summary>A page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">Give it as <c>after</c> for the next page; null on the last.</param>
public sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>Makes list answers from pages of documents.</summary>
public static class ListAnswer
{
    /// <summary>The documents of a page.</summary>
    public static ListAnswer<T> Of<T>(DocumentPage<T> page) => new([.. page.Items.Select(i => i.Body)], page.Next);
}

/// <summary>Reads page sizes.</summary>
public static class Paging
{
    /// <summary>The page size asked for, 100 when none is, never more than 1,000.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? 100, 1, 1000);
}
