using System.Runtime.InteropServices;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What a configuration of nginx consists of.</summary>
internal enum NginxTokenKind
{
    Word,
    End,
    Open,
    Close,
    EndOfFile,
    Broken,
}

/// <summary>A piece of a configuration.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A word without quotes and escapes; of what is broken, what is wrong.</param>
/// <param name="IsQuoted">Whether it stood in quotes.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NginxToken(NginxTokenKind Kind, string Text, bool IsQuoted, int Line, int Column);
