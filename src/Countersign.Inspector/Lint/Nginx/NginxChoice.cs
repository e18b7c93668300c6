namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Which location takes an address, as <c>ngx_http_core_find_location</c> finds it.</summary>
internal static class NginxChoice
{
    /// <summary>The location; null for the server itself.</summary>
    /// <param name="server">The server.</param>
    /// <param name="request">The request, which gets the groups of an expression that matches.</param>
    /// <param name="isUnknown">Whether an expression stands before it that can't be read here.</param>
    /// <param name="addsStroke">Whether the address is sent on to the same with a stroke at its end.</param>
    public static NginxLocation? Of(NginxServer server, NginxRequest request, out bool isUnknown, out bool addsStroke)
    {
        var search = new Search(request);
        var found = search.Among(server.Choice, out _);
        (isUnknown, addsStroke) = (search.IsUnknown, search.AddsStroke);
        return found;
    }

    private sealed class Search(NginxRequest request)
    {
        public bool IsUnknown { get; private set; }

        public bool AddsStroke { get; private set; }

        public NginxLocation? Among(NginxLocations locations, out bool isFinal)
        {
            isFinal = true;
            if (locations.Exact(request.Uri) is { } exact)
                return exact;
            var (longest, stroke) = (locations.Longest(request.Uri), locations.WithStroke(request.Uri));
            if (stroke is not null && longest?.Text != request.Uri)
            {
                AddsStroke = true;
                return stroke;
            }

            var found = longest;
            if (longest is not null && Among(longest.Nested, out var isNestedFinal) is { } nested)
            {
                if (isNestedFinal)
                    return nested;
                found = nested;
            }

            // Whether expressions are tried is up to the prefix of their own level.
            if (longest?.Kind != NginxLocationKind.PrefixBeforeExpressions && Expression(locations.Expressions) is { } expression)
                return Among(expression.Nested, out _) ?? expression;
            isFinal = false;
            return found;
        }

        private NginxLocation? Expression(IReadOnlyList<NginxLocation> locations)
        {
            foreach (var location in locations)
            {
                if (location.Pattern!.Match(request.Uri) is not { } match)
                {
                    IsUnknown = true;
                    continue;
                }

                if (!match.Success)
                    continue;
                request.Take(match);
                return location;
            }

            return null;
        }
    }
}
