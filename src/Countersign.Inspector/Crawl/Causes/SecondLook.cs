namespace Countersign.Inspector.Crawl.Causes;

/// <summary>What came of asking once more for something that was refused.</summary>
internal enum SecondLook
{
    /// <summary>It is refused again, and to a browser as well.</summary>
    Same,

    /// <summary>It is there now.</summary>
    OpenNow,

    /// <summary>It is there for who says to be a browser.</summary>
    OpenToBrowsers,
}
