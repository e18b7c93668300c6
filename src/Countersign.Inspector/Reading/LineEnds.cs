namespace Countersign.Inspector.Reading;

/// <summary>What happened to the line ends of a recording on its way: programs change those of texts.</summary>
internal enum LineEnds
{
    /// <summary>They are as they were sent.</summary>
    AsSent,

    /// <summary>LF was CR LF.</summary>
    WereLonger,

    /// <summary>CR LF was LF.</summary>
    WereShorter,
}
