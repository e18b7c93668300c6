namespace Countersign.Inspector.Checks;

/// <summary>Lists of names for sentences.</summary>
internal static class Names
{
    /// <summary>The schemes that are offered, each once: <c>Bearer and DPoP</c>.</summary>
    public static string Of(IEnumerable<Offer> offers) => List(offers.Select(offer => offer.Scheme).Distinct(StringComparer.OrdinalIgnoreCase));

    /// <summary><c>a, b and c</c>.</summary>
    public static string List(IEnumerable<string> names) =>
        names.ToList() switch
        {
            [] => "nothing",
            [var only] => only,
            [.. var before, var last] => $"{string.Join(", ", before)} and {last}",
        };
}
