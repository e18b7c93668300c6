using System.Runtime.InteropServices;
using Countersign.Inspector.Logs.Reading;

namespace Countersign.Inspector.Logs.Classes;

/// <summary>One 401 or 407 that waits to be judged: what comes soon after tells most of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct LoggedRefusal
{
    public ulong Caller, Address, Name, Path;

    /// <summary>The number of the caller's refusal before, plus 1.</summary>
    public long Before;

    public long Line;
    public uint Time;
    public int File;
    public int CallerSlot;
    public short Area, Node;
    public short Status;
    public CredentialSign Sign;
    public ReasonKind Reason;
    public AgentKind Agent;
    public PathKind Kind;

    /// <summary>Whether the log names a scheme of several legs.</summary>
    public bool IsHandshakeScheme;

    /// <summary>Whether this caller or this name had got in before.</summary>
    public bool WasServed;

    /// <summary>Whether it stands among the callers who were refused in its minute.</summary>
    public bool IsCounted;

    public FollowUp After;

    /// <summary>How many seconds later the caller got in.</summary>
    public uint Seconds;

    /// <summary>Whether the line that got in has a user's name.</summary>
    public bool IsNamedAfter;
}

/// <summary>What came after a refusal.</summary>
internal enum FollowUp : byte
{
    Nothing,

    /// <summary>The same caller got in nearby.</summary>
    SameArea,

    /// <summary>The same caller got what it had been refused.</summary>
    SamePath,
}
