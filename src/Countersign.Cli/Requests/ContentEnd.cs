namespace Countersign.Cli.Requests;

/// <summary>How far the content of the last answer was read.</summary>
internal enum ContentEnd
{
    /// <summary>To its end.</summary>
    Complete,

    /// <summary>As far as it is kept; there is more of it.</summary>
    TooLong,

    /// <summary>For as long as there was patience; there may be more of it.</summary>
    TooSlow,

    /// <summary>Until it broke off.</summary>
    CutOff,
}
