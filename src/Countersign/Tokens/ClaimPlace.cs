using System.Runtime.InteropServices;

namespace Countersign.Tokens;

/// <summary>Where a claim stands in the text of all of them, in octets.</summary>
/// <param name="Name">Where its name begins, behind the quote; the name is written without escapes.</param>
/// <param name="NameLength">How long that is.</param>
/// <param name="Value">Where its value begins, or blanks before it.</param>
/// <param name="ValueLength">How long that is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClaimPlace(int Name, int NameLength, int Value, int ValueLength);
