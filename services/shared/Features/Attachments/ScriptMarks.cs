using System.Buffers;

namespace Bishui.Features.Attachments;

/// <summary>
/// What no report says and scripts and web pages do. A text is looked through whole, for a browser finds a tag anywhere; white space
/// within a mark is not followed.
/// </summary>
internal static class ScriptMarks
{
    private static readonly string[] Words =
    [
        "<!doctype html", "<html", "<script", "<svg", "<iframe", "<object ", "<embed ", "<hta:application", "javascript:", "vbscript:", "<?php",
        "wscript.", "createobject(", "activexobject", "xmlhttprequest", "document.write(", "document.cookie", "invoke-expression", "invoke-webrequest",
        "start-process", "new-object ", "set-executionpolicy", "powershell.exe", "powershell -", "cmd.exe /c", "@echo off", "#!/bin/", "#!/usr/bin/",
    ];

    private static readonly SearchValues<string> Marks = SearchValues.Create(Words, StringComparison.OrdinalIgnoreCase);

    /// <summary>Characters to carry from one piece of a text to the next, so that a mark across both is seen.</summary>
    public static int Overlap { get; } = Words.Max(word => word.Length) - 1;

    public static bool In(ReadOnlySpan<char> text) => text.ContainsAny(Marks);
}
