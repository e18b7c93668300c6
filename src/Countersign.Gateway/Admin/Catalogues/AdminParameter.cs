namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>A parameter in the query of an address, which may be left out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sentence">What it does.</param>
internal sealed record AdminParameter(string Name, string Sentence)
{
    /// <summary>The largest number that it takes; null when it is a text.</summary>
    public int? Most { get; init; }

    /// <summary>The number that counts where it is left out.</summary>
    public int? Usual { get; init; }
}
