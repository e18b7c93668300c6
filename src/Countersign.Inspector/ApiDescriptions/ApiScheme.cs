namespace Countersign.Inspector.ApiDescriptions;

/// <summary>A way to show who asks, as a description of an API has it.</summary>
/// <param name="Id">Its name there.</param>
/// <param name="HttpScheme">The scheme of Authorization that carries it; null for a key.</param>
/// <param name="KeyPlace">Where a key stands: <c>header</c>, <c>query</c> or <c>cookie</c>; null for others.</param>
/// <param name="KeyName">The name of the field, parameter or cookie; null for others.</param>
internal sealed record ApiScheme(string Id, string? HttpScheme, string? KeyPlace = null, string? KeyName = null)
{
    /// <summary>What to call it in a sentence.</summary>
    public string Words => HttpScheme ?? KeyPlace switch
    {
        "header" => $"the field {KeyName}",
        "query" => $"the parameter {KeyName} of the query",
        "cookie" => $"the cookie {KeyName}",
        _ => Id,
    };
}
