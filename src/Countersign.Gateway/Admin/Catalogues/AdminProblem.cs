namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>An answer when something is wrong, as a problem document (RFC 9457).</summary>
/// <param name="Status">Its status.</param>
/// <param name="Sentence">When it is given.</param>
internal sealed record AdminProblem(int Status, string Sentence)
{
    /// <summary>The media type of its content.</summary>
    public string Media { get; init; } = "application/problem+json";
}
