using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>
/// One thing that the admin listener does: a method at an address. Dispatch, the OpenAPI document, the reference page and the answer to unknown
/// addresses are all made of these.
/// </summary>
/// <param name="Method">The method; HEAD goes with GET.</param>
/// <param name="Address">The address behind <see cref="AdminCatalogue.Root"/>, with names of <see cref="AdminCatalogue.Placeholders"/> in braces.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Serve">Does it, with what stands in the places of the names.</param>
internal sealed record AdminEndpoint(string Method, string Address, string Summary, Func<AdminEndpoints, HttpContext, ImmutableArray<string>, Task> Serve)
{
    private readonly string[] _segments = Address.Split('/');

    /// <summary>Whether it needs no credential.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it reads or writes the store.</summary>
    public bool NeedsStore { get; init; } = true;

    /// <summary>What may stand in the query. Where something may, nothing else does: of a misspelt filter more would be shown than was asked for.</summary>
    public ImmutableArray<AdminParameter> Query { get; init; } = [];

    /// <summary>The content that it takes; null for none.</summary>
    public JsonShape? Content { get; init; }

    /// <summary>Whether <c>If-Match</c> can make it depend on nobody else's change.</summary>
    public bool TakesCondition { get; init; }

    /// <summary>The answer when all is well.</summary>
    public required AdminAnswer Answer { get; init; }

    /// <summary>What else may be answered, beside what the rest of this says.</summary>
    public ImmutableArray<AdminProblem> Refusals { get; init; } = [];

    /// <summary>The whole address, with names in braces.</summary>
    public string Path => AdminCatalogue.Root + Address;

    /// <summary>The address as people write it: <c>keys/KEY/rotate</c>.</summary>
    public string Written => string.Join('/', _segments.Select(segment => NameIn(segment)?.ToUpperInvariant() ?? segment));

    /// <summary>What belongs together: the first segment.</summary>
    public string Subject => _segments[0];

    /// <summary>The names in braces.</summary>
    public IEnumerable<string> Names => _segments.Select(NameIn).OfType<string>();

    /// <summary>Whether it takes a method.</summary>
    public bool Takes(string method) => method == Method || (method == "HEAD" && Method == "GET");

    /// <summary>All answers that are no success, by status.</summary>
    public IEnumerable<AdminProblem> Problems()
    {
        var problems = new List<AdminProblem>(Refusals) { new(421, "The Host is none of this machine's.") };
        if (!IsOpen)
            problems.Add(new(401, "The credential of the admin listener is missing or wrong."));
        if (Query.Length > 0)
            problems.Add(new(400, "The query has what is not known here, or a value that can't be taken."));
        if (Content is not null)
        {
            problems.Add(new(400, "The content is no JSON object, has what is not known here, or a value that can't be taken."));
            problems.Add(new(413, "The content is too long."));
            problems.Add(new(415, "The content is not declared as JSON in UTF-8."));
        }

        if (TakesCondition)
            problems.Add(new(412, "If-Match names something else than what is there."));
        if (NeedsStore)
            problems.Add(new(503, "The store can't be used."));
        return problems.OrderBy(problem => problem.Status);
    }

    /// <summary>What stands in the places of the names; null when this is another address.</summary>
    public ImmutableArray<string>? Match(string[] segments)
    {
        if (segments.Length != _segments.Length)
            return null;
        var values = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < segments.Length; i++)
        {
            if (NameIn(_segments[i]) is not null && segments[i].Length > 0)
                values.Add(segments[i]);
            else if (segments[i] != _segments[i])
                return null;
        }

        return values.ToImmutable();
    }

    private static string? NameIn(string segment) => segment[0] == '{' ? segment[1..^1] : null;
}
