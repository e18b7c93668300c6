namespace Countersign.Inspector.Reading;

/// <summary>How much is read. What is beyond is said to be left out.</summary>
internal static class ReadingBounds
{
    /// <summary>Octets of a text.</summary>
    public const int MaxText = 32 * 1024 * 1024;

    /// <summary>Octets of a HAR file.</summary>
    public const int MaxHar = 512 * 1024 * 1024;

    /// <summary>Exchanges of one recording.</summary>
    public const int MaxExchanges = 50_000;

    /// <summary>Problems of one recording.</summary>
    public const int MaxProblems = 100;
}
