namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>What an echo says of a request.</summary>
[Flags]
internal enum EchoPart
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The query.</summary>
    Query = 1,

    /// <summary>The fields.</summary>
    Fields = 2,

    /// <summary>Where it comes from.</summary>
    Origin = 4,

    /// <summary>The address.</summary>
    Address = 8,

    /// <summary>The content.</summary>
    Content = 16,

    /// <summary>The method.</summary>
    Method = 32,

    /// <summary>What it says of its program.</summary>
    Agent = 64,

    /// <summary>The cookies.</summary>
    Cookies = 128,

    /// <summary>What GET shows.</summary>
    Get = Query | Fields | Origin | Address,
}
