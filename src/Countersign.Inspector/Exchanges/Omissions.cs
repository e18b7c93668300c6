namespace Countersign.Inspector.Exchanges;

/// <summary>What a source does not keep. The absence of what it does not keep proves nothing.</summary>
[Flags]
public enum Omissions
{
    /// <summary>Nothing that anybody knows of.</summary>
    None = 0,

    /// <summary>Authorization, Cookie and Set-Cookie, as in the HAR files of browsers unless they are asked for them.</summary>
    Credentials = 1,

    /// <summary>Contents of requests.</summary>
    RequestContent = 2,

    /// <summary>Contents of answers.</summary>
    ResponseContent = 4,

    /// <summary>Requests: there are answers alone.</summary>
    Requests = 8,

    /// <summary>Answers: there are requests alone.</summary>
    Responses = 16,

    /// <summary>When things happened.</summary>
    Times = 32,

    /// <summary>Earlier or later exchanges of the same visit.</summary>
    OtherLegs = 64,

    /// <summary>Whether a field came in one line or several.</summary>
    FieldLines = 128,
}
