namespace Bishui.Rules.Cases;

/// <summary>What is done in a case.</summary>
public enum CaseStep
{
    /// <summary>登记: the platform opens it.</summary>
    Register,

    /// <summary>交办: give it to a unit.</summary>
    Assign,

    /// <summary>责任退回: the unit it was given to gives it back, with the reason.</summary>
    Refuse,

    /// <summary>承办: the unit takes it on.</summary>
    Accept,

    /// <summary>整改: record what was done, and on which day.</summary>
    Rectify,

    /// <summary>办结: say that it is done.</summary>
    Finish,

    /// <summary>审核退回: find that it is not.</summary>
    SendBack,

    /// <summary>归档: find that it is.</summary>
    Archive,

    /// <summary>重新立案: open it again with its history.</summary>
    Reopen,

    /// <summary>移交: pass it on to another unit, or to enforcement (执法).</summary>
    HandOver,

    /// <summary>人工认定: decide what the readings are worth.</summary>
    Verdict,

    /// <summary>升级: raise it to the risk service as an incident.</summary>
    Escalate,

    /// <summary>催办: demand that the present step be taken; an answer is owed.</summary>
    Urge,

    /// <summary>回复催办: answer a demand.</summary>
    Answer,

    /// <summary>加重: the platform finds it graver than before.</summary>
    Raise,
}
